import { InvalidConfigurationError, limits, type Manifest, type ManifestEndpoint } from '@symphony-ts/contract';
import type { ExtensionInfo, ResourceContent } from '../context/extension-context.js';
import { withPages } from './with-pages.js';

const editService = (
  manifest: Manifest,
  edit: (endpoints: readonly ManifestEndpoint[]) => ManifestEndpoint[],
): Manifest => {
  const [service, ...others] = manifest.services;
  const first = service ?? {
    name: manifest.prefix,
    version: manifest.version,
    description: '',
    metadata: {},
    endpoints: [],
  };
  return { ...manifest, services: [{ ...first, endpoints: edit(first.endpoints) }, ...others] };
};

/** The manifest without the endpoint of a subject. */
export const withoutEndpoint = (manifest: Manifest, subject: string): Manifest =>
  editService(manifest, (endpoints) => endpoints.filter((other) => other.subject !== subject));

/** The manifest with `endpoint`, which replaces the endpoint of the same subject. */
export const withEndpoint = (manifest: Manifest, endpoint: ManifestEndpoint): Manifest =>
  editService(withoutEndpoint(manifest, endpoint.subject), (endpoints) => [...endpoints, endpoint]);

/**
 * The manifest with a change of its names, routes, menus or widgets. Throws `INVALID_CONFIGURATION` if a route or widget then
 * has no page.
 */
export function withInfo(manifest: Manifest, change: (info: ExtensionInfo) => ExtensionInfo): Manifest {
  const { name, description, features } = manifest;
  const { routes, menus, widgets } = features;
  // The types of the manifest also permit `undefined`. In JSON, such a field is absent.
  const present = { name, description, routes, menus, widgets } as ExtensionInfo;
  const info = { ...present, ...asObject('updateExtensionInfo', 'the change returns', change(present)) };
  const shown = { routes: { ...info.routes }, menus: [...info.menus], widgets: [...info.widgets] };
  const changed = { ...manifest, name: info.name, description: info.description };
  return withPages({ ...changed, features: { ...features, ...shown } });
}

/** Refuses a value that is not an object. A program in JavaScript may pass a text or nothing. */
function asObject<T extends object>(setting: string, what: string, given: T): T {
  const type: string = given === null ? 'null' : typeof given;
  if (type === 'object') return given;
  throw new InvalidConfigurationError({ setting, reason: `${what} ${type}, not an object` });
}

/**
 * The manifest with a new or changed resource. Throws `INVALID_CONFIGURATION` for a new resource without a type, and for content
 * without text, or with more than a resource may have.
 */
export function withResource(manifest: Manifest, uri: string, content: ResourceContent): Manifest {
  const { resources } = manifest.features;
  const setting = `resource ${uri}`;
  asObject(setting, 'its content is', content);
  if (typeof content.text !== 'string') {
    throw new InvalidConfigurationError({ setting, reason: `its text is ${typeof content.text}, not a string` });
  }
  if (content.text.length > limits.resourceText) {
    const reason = `its text has ${content.text.length} characters, more than ${limits.resourceText}`;
    throw new InvalidConfigurationError({ setting, reason });
  }
  const known = resources.find((resource) => resource.uri === uri);
  const mimeType = content.type ?? known?.mimeType;
  if (!mimeType) {
    throw new InvalidConfigurationError({ setting, reason: 'a new resource needs a type' });
  }
  const { type: _type, meta, ...given } = content;
  const changed = { ...known, ...given, uri, mimeType, ...(meta === undefined ? {} : { _meta: { ...meta } }) };
  const others = known ? resources.map((other) => (other.uri === uri ? changed : other)) : [...resources, changed];
  return { ...manifest, features: { ...manifest.features, resources: others } };
}
