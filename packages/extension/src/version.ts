/** Version of this package, as manifests name it. A test holds it to package.json. */
export const SDK_VERSION = '0.1.0';
