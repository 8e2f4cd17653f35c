import { flattenRoutes } from '../../src/wire/route-paths.js';
import type { ShellExtension } from '../../src/wire/shell-extension.js';

/** A path of an extension, and the resource that is there. */
export interface ExtensionRoute {
  readonly path: string;
  readonly uri: string;
  readonly extension: ShellExtension;
}

/** All routes of all extensions; children stand below their parent's path. */
export const listRoutes = (extensions: readonly ShellExtension[]): ExtensionRoute[] =>
  extensions.flatMap((extension) => flattenRoutes(extension.routes).map(([path, uri]) => ({ path, uri, extension })));

/** The routes above a path, from the outermost, that path itself not among them. */
export const parentsOf = (routes: readonly ExtensionRoute[], path: string): ExtensionRoute[] =>
  routes.filter((route) => path.startsWith(`${route.path}/`)).toSorted((a, b) => a.path.length - b.path.length);

/** Which of the addresses of a menu leads to a page: the longest that is the page's path or stands above it. */
export function currentHref(hrefs: readonly string[], path: string): string | undefined {
  const leads = (href: string): boolean => path === href || (href !== '/' && path.startsWith(`${href}/`));
  return hrefs.filter(leads).sort((left, right) => right.length - left.length)[0];
}
