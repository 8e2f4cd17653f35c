import { isIconClass, mimeTypes, withoutUndefined } from '@symphony-ts/contract';
import type { RouteChildren } from '../metadata/interface-options.js';
import type { MenuModel, ResourceModel, RouteModel, WidgetModel } from '../model/extension-model.js';
import type { Scan } from './declaration.js';
import { declared, writtenText } from './declaration.js';
import { helpRoute, helpUri } from './read-resources.js';
import type { Report } from './report.js';

/** The place of a page, and the facts needed to check it. */
interface Shown {
  readonly where: string;
  readonly uri: string;
  readonly resources: readonly ResourceModel[];
}

/** `@Route`, and the route of `@Help`. */
export function readRoutes(scan: Scan, resources: readonly ResourceModel[]): readonly RouteModel[] {
  const { declarations, prefix, name, report } = scan;
  const taken = new Map<string, string>();
  const routes = declared(declarations, 'route').map(({ record, where }) => {
    const { path, uri, options } = record;
    checkRoutePath({ where, path: writtenText(path) }, scan);
    const first = taken.get(path);
    if (first) report.problem(where, `${first} shows ${path} already`, 'give one of them another path');
    taken.set(path, first ?? where);
    checkShown({ where, uri, resources }, report);
    return { path, uri, children: readChildren({ where, children: options.children, resources }, report) };
  });
  const help = declared(declarations, 'help').map(() => ({
    path: helpRoute(name),
    uri: helpUri(prefix),
    children: [],
  }));
  return [...routes, ...help];
}

function checkRoutePath({ where, path }: { readonly where: string; readonly path: string }, scan: Scan): void {
  const { prefix, name, report } = scan;
  const isOwn = path === `/${prefix}` || path.startsWith(`/${prefix}/`) || path === helpRoute(name);
  if (!isOwn) {
    report.problem(
      where,
      `the path '${path}' is not the extension's own`,
      `begin it with '/${prefix}'; help has @Help`,
    );
  }
}

interface Children {
  readonly where: string;
  readonly children: RouteChildren | undefined;
  readonly resources: readonly ResourceModel[];
}

function readChildren({ where, children = {}, resources }: Children, report: Report): readonly RouteModel[] {
  return Object.entries(children).map(([path, child]) => {
    const here = `${where} child '${path}'`;
    if (!path.startsWith('/')) report.problem(here, 'its path has no slash in front', `write '/${path}'`);
    checkShown({ where: here, uri: child.uri, resources }, report);
    return {
      path,
      uri: child.uri,
      children: readChildren({ where: here, children: child.children, resources }, report),
    };
  });
}

function checkShown({ where, uri, resources }: Shown, report: Report): void {
  const resource = resources.find((model) => model.uri === uri);
  if (!resource) {
    report.problem(
      where,
      `no resource ${writtenText(uri)} is declared`,
      `add @Resource('${writtenText(uri)}', …), or correct the URI`,
    );
  } else if (resource.mimeType === mimeTypes.SymphonyModule) {
    report.problem(where, `${uri} is a module, which pages import and nothing shows`, 'show a page that imports it');
  }
}

/** `@Menu`. */
export function readMenus({ declarations, report }: Scan, routes: readonly RouteModel[]): readonly MenuModel[] {
  const known = new Set(allPaths(routes, ''));
  return declared(declarations, 'menu').map(({ record, where }) => {
    const { group, item, route, icon, options } = record;
    if (![group, item, route, icon].every((text) => typeof text === 'string' && text !== '')) {
      report.problem(where, 'something is empty', "write @Menu('group', 'item', '/route', 'fa-icon')");
    } else if (!isIconClass(icon)) {
      report.problem(
        where,
        `'${icon}' is not the class of an icon`,
        "write a class such as 'fa-book', or 'fa-solid fa-book'",
      );
    } else if (options.link === undefined && !known.has(route)) {
      report.warn(where, `the extension has no route ${route}`, 'add @Route, or correct the path');
    }
    return { group, item, route, icon, ...withoutUndefined({ link: options.link }) };
  });
}

const allPaths = (routes: readonly RouteModel[], parent: string): readonly string[] =>
  routes.flatMap(({ path, children }) => [`${parent}${path}`, ...allPaths(children, `${parent}${path}`)]);

/** `@Widget`. */
export const readWidgets = (
  { declarations, report }: Scan,
  resources: readonly ResourceModel[],
): readonly WidgetModel[] =>
  declared(declarations, 'widget').map(({ record, where }) => {
    const { uri, title, notes } = record;
    checkShown({ where, uri, resources }, report);
    if (typeof title !== 'string' || title === '') report.problem(where, 'it has no title', 'give one');
    return { uri, title, ...withoutUndefined({ notes }) };
  });
