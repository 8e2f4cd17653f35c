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

/** The menu address of a page: the longest one that is its path or is above it. */
export function currentHref(hrefs: readonly string[], path: string): string | undefined {
  const leads = (href: string): boolean => path === href || (href !== '/' && path.startsWith(`${href}/`));
  return hrefs.filter(leads).sort((left, right) => right.length - left.length)[0];
}
