import { InvalidConfigurationError, type Manifest, type ManifestRoute, mimeTypes } from '@symphony-ts/contract';

/**
 * Returns the manifest. Throws `INVALID_CONFIGURATION` if it shows a resource that is not a page, as the scan does at the
 * start.
 */
export function withPages(manifest: Manifest): Manifest {
  const { routes, widgets, resources } = manifest.features;
  const typeOf = new Map(resources.map(({ uri, mimeType }) => [uri, mimeType]));
  const shown = [...shownBy('', routes), ...widgets.map(({ title, uri }) => ({ setting: `widget '${title}'`, uri }))];
  for (const { setting, uri } of shown) {
    const reason = reasonAgainst(uri, typeOf.get(uri));
    if (reason) throw new InvalidConfigurationError({ setting, reason });
  }
  return manifest;
}

/** Why a route or widget cannot show the resource at `uri`; `undefined` if it can. */
function reasonAgainst(uri: string, mimeType: string | undefined): string | undefined {
  if (mimeType === undefined) return `there is no resource ${uri}; add it with updateResource before`;
  if (mimeType !== mimeTypes.SymphonyModule) return undefined;
  return `${uri} is a module, which pages import and nothing shows; show a page that imports it`;
}

interface Shown {
  readonly setting: string;
  readonly uri: string;
}

const shownBy = (parent: string, routes: Readonly<Record<string, ManifestRoute>>): readonly Shown[] =>
  Object.entries(routes).flatMap(([path, { uri, routes: children = {} }]) => [
    { setting: `route '${parent}${path}'`, uri },
    ...shownBy(`${parent}${path}`, children),
  ]);
