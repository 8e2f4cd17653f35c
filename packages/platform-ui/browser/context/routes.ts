import { flattenRoutes } from '../../src/wire/route-paths.js';
import type { ShellExtension } from '../../src/wire/shell-extension.js';

/** A path of an extension, and its resource. */
export interface ExtensionRoute {
  readonly path: string;
  readonly uri: string;
  readonly extension: ShellExtension;
}

/** All routes of all extensions. A child is below the path of its parent. */
export const listRoutes = (extensions: readonly ShellExtension[]): ExtensionRoute[] =>
  extensions.flatMap((extension) => flattenRoutes(extension.routes).map(([path, uri]) => ({ path, uri, extension })));

/** The routes above a path, from the outermost. The path itself is not included. */
export const parentsOf = (routes: readonly ExtensionRoute[], path: string): ExtensionRoute[] =>
  routes.filter((route) => path.startsWith(`${route.path}/`)).toSorted((a, b) => a.path.length - b.path.length);

/** The name of a page for people: its menu item, the name of its resource, or the last part of its path. */
export function pageLabel({ extension, path, uri }: ExtensionRoute): string {
  const menu = extension.menus.find(({ route }) => route === path);
  const named = menu?.item ?? extension.resources.find((resource) => resource.uri === uri)?.name;
  if (named !== undefined && named.trim() !== '') return named;
  const [, word = extension.name] = /\/([^/]+)$/.exec(path) ?? [];
  return capitalized(word.replaceAll(/[-_]+/g, ' '));
}

/** The breadcrumbs of a page, from the routes above it. `label` is the page's own name; default: `pageLabel`. */
export function crumbsOf(routes: readonly ExtensionRoute[], path: string, label?: string): Record<string, string> {
  const own = routes.find((route) => route.path === path);
  const above = parentsOf(routes, path).map((parent) => [parent.path, pageLabel(parent)]);
  const help = path.startsWith('/help/') ? [['/help', 'Help']] : [];
  return Object.fromEntries([['/', 'Home'], ...help, ...above, [path, label ?? (own ? pageLabel(own) : path)]]);
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The menu address of a page: the longest one that is its path or is above it. */
export function currentHref(hrefs: readonly string[], path: string): string | undefined {
  const leads = (href: string): boolean => path === href || (href !== '/' && path.startsWith(`${href}/`));
  return hrefs.filter(leads).sort((left, right) => right.length - left.length)[0];
}
