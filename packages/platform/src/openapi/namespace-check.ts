import type { Manifest, ManifestRoute, Problem } from '@symphony-ts/contract';

/** The path of the help pages of all extensions. */
const HELP = '/help/extensions/';

/** The other extension that has a route already; `undefined` if there is none. */
export type RouteOwner = (route: string) => string | undefined;

/**
 * Finds owners in the registrations. A route and its percent-encoded form are the same route. Routes below a prefix belong to
 * that extension only, so only help pages are compared.
 */
export function routeOwner(registered: readonly Manifest[]): RouteOwner {
  const owners = new Map<string, string>();
  for (const { prefix, features } of registered) {
    for (const route of Object.keys(features.routes)) {
      if (route.startsWith(HELP) && !owners.has(decoded(route))) owners.set(decoded(route), prefix);
    }
  }
  return (route) => (route.startsWith(HELP) ? owners.get(decoded(route)) : undefined);
}

function decoded(route: string): string {
  try {
    return decodeURIComponent(route);
  } catch {
    // a name may hold a percent sign of its own
    return route;
  }
}

/**
 * Finds content of an extension outside its own namespace: resources `ui://<prefix>/…`, routes `/<prefix>`, `/<prefix>/…` and
 * `/help/extensions/<Name>`. Two extensions may have the same name, so a help route may belong to another one: `owner` knows.
 */
export function checkNamespace(manifest: Manifest, owner: RouteOwner = () => undefined): readonly Problem[] {
  const { resources, routes, widgets, menus } = manifest.features;
  return [
    ...resources.flatMap(({ uri }) => checkUri(manifest, `resource ${uri}`, uri)),
    ...Object.entries(routes).flatMap(([path, route]) => [
      ...checkRoute(manifest, path, owner),
      ...checkPages(manifest, path, route),
    ]),
    ...widgets.flatMap(({ uri, title }) => checkUri(manifest, `widget '${title}'`, uri)),
    ...menus.flatMap(({ item, link }) => checkLink(`menu '${item}'`, link)),
  ];
}

function checkUri({ prefix }: Manifest, where: string, uri: string): readonly Problem[] {
  const own = `ui://${prefix}/`;
  if (uri.startsWith(own) && isPlainPath(uri.slice(own.length - 1))) return [];
  return [
    {
      where,
      text: `'${uri}' is outside the namespace of extension '${prefix}'`,
      fix: `name it ${own}<name>, without empty or dot segments`,
    },
  ];
}

function checkRoute(manifest: Manifest, path: string, owner: RouteOwner): readonly Problem[] {
  const where = `route ${path}`;
  const other = owner(path);
  if (other !== undefined && other !== manifest.prefix) {
    return [{ where, text: `it belongs to extension '${other}'`, fix: 'choose another name for the extension' }];
  }
  const own = `/${manifest.prefix}`;
  const isOwn = path === own || path.startsWith(`${own}/`);
  if ((isOwn && isPlainPath(path)) || helpRoutes(manifest).includes(path)) return [];
  return [
    {
      where,
      text: `it is outside the namespace of extension '${manifest.prefix}'`,
      fix: `use ${own}, ${own}/… or /help/extensions/${manifest.name}`,
    },
  ];
}

/** The help route as written, and as a browser encodes it. */
const helpRoutes = ({ name }: Manifest): readonly string[] =>
  isPlainPath(`/${encodeURIComponent(name)}`)
    ? [`/help/extensions/${name}`, `/help/extensions/${encodeURIComponent(name)}`].filter(
        (path) => !/[?#\\]/.test(path),
      )
    : [];

/** The page of a route and of its children, whose paths are below it. */
function checkPages(manifest: Manifest, path: string, route: ManifestRoute): readonly Problem[] {
  const children = Object.entries(route.routes ?? {});
  return [
    ...checkUri(manifest, `route ${path}`, route.uri),
    ...children.flatMap(([below, child]) => [
      ...(isPlainPath(below)
        ? []
        : [{ where: `route ${path}${below}`, text: 'its path leads elsewhere', fix: 'use plain path segments' }]),
      ...checkPages(manifest, `${path}${below}`, child),
    ]),
  ];
}

/** A link runs in the browser of the person who clicks it. */
function checkLink(where: string, link: string | undefined): readonly Problem[] {
  if (link === undefined || link === '' || /^https?:\/\//i.test(link) || /^\/(?![/\\])/.test(link)) return [];
  return [{ where, text: `'${link}' is not a web link`, fix: 'begin it with https://, http:// or /' }];
}

/**
 * The path has no empty or dot segment, encoded or not, and no character that ends a path. So the checked path is the visited
 * path.
 */
function isPlainPath(path: string): boolean {
  if (!path.startsWith('/') || /[\\?#\s]|%(?:2e|2f|5c|25)/i.test(path)) return false;
  return path
    .slice(1)
    .split('/')
    .every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}
