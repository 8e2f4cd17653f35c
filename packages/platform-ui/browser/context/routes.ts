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
