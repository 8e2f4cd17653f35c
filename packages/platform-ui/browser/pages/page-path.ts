/** Where the platform answers what is at `ui://<prefix>/<name>`. */
export const pagePath = (uri: string): string => uri.replace('ui://', '/ui/pages/');

/** Where the platform answers a resource as a document of its own. The version only makes it another address. */
export const framePath = (uri: string, version: string): string => `${uri.replace('ui://', '/ui/f/')}?v=${version}`;
