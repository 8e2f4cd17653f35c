import {
  comparePrecedence,
  type HttpMethod,
  matchTemplate,
  type OpenApiDocument,
  type PathTemplate,
} from '@symphony-ts/contract';

/** The result for a request. */
export type RouteMatch =
  | {
      readonly kind: 'operation';
      readonly endpoint: string;
      readonly method: HttpMethod;
      readonly params: PathParams;
      /** Whether it has a query parameter `instance` of its own. */
      readonly ownsInstance: boolean;
    }
  | { readonly kind: 'options'; readonly allow: readonly string[] }
  | { readonly kind: 'method-not-allowed'; readonly allow: readonly string[] }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'malformed'; readonly reason: string };

export type PathParams = Readonly<Record<string, string>>;

/** Finds the operation for a method and a path (percent-encoded, without its query). */
export type OpenApiRouter = (method: string, path: string) => RouteMatch;

interface Operation {
  readonly endpoint: string;
  readonly ownsInstance: boolean;
  /** The parameters as this operation names them. Another method of the same path may use other names. */
  readonly template: PathTemplate;
}
interface Route {
  readonly template: PathTemplate;
  readonly operations: Map<HttpMethod, Operation>;
}

/**
 * Creates a router over all documents of an extension. It finds the path first, by the precedence of OpenAPI, and then the
 * method. A path may also begin with a base path from the `servers` of a document; `mount`, the path of the extension at the
 * gateway, is removed from these base paths. If a path has no operation for HEAD, GET answers it. If it has none for OPTIONS,
 * the gateway answers.
 */
export function createOpenApiRouter(documents: readonly OpenApiDocument[], mount = ''): OpenApiRouter {
  const routes = buildRoutes(documents);
  const bases = [
    ...new Set(documents.flatMap((document) => document.basePaths.map((path) => withoutMount(path, mount)))),
  ]
    .filter((base) => base !== '')
    .sort((left, right) => right.length - left.length);

  return (method, path) => {
    const found = matchPath(routes, method, path);
    if (found) return found;
    for (const base of bases) {
      const below = path.startsWith(`${base}/`) ? matchPath(routes, method, path.slice(base.length)) : undefined;
      if (below) return below;
    }
    return { kind: 'not-found' };
  };
}

/** What a path leads to; `undefined` if there is no route. */
function matchPath(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const segments = decodeSegments(path);
  if (typeof segments === 'string') return { kind: 'malformed', reason: segments };
  for (const route of routes) if (matchTemplate(route.template, segments)) return choose(route, method, segments);
  return undefined;
}

function buildRoutes(documents: readonly OpenApiDocument[]): readonly Route[] {
  const routes = new Map<string, Route>();
  for (const { method, template, endpoint, ownsInstance } of documents.flatMap((document) => document.operations)) {
    const route = routes.get(template.shape) ?? { template, operations: new Map() };
    if (!route.operations.has(method)) route.operations.set(method, { endpoint, template, ownsInstance });
    routes.set(template.shape, route);
  }
  return [...routes.values()].sort((left, right) => comparePrecedence(left.template, right.template));
}

function choose(route: Route, asked: string, segments: readonly string[]): RouteMatch {
  // The operation determines the method that its handler sees: a HEAD that GET answers is a GET for the extension.
  const method = (asked === 'HEAD' && !route.operations.has('HEAD') ? 'GET' : asked) as HttpMethod;
  const operation = route.operations.get(method);
  if (operation) {
    const params = matchTemplate(operation.template, segments) ?? {};
    const { endpoint, ownsInstance } = operation;
    return { kind: 'operation', endpoint, method, params, ownsInstance };
  }
  const allow = allowed(route);
  return asked === 'OPTIONS' ? { kind: 'options', allow } : { kind: 'method-not-allowed', allow };
}

function allowed(route: Route): readonly string[] {
  const methods = new Set<string>([...route.operations.keys(), 'OPTIONS']);
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}

const withoutMount = (path: string, mount: string): string =>
  path === mount || path.startsWith(`${mount}/`) ? path.slice(mount.length) : path;

/** Decoded one by one, so that an encoded slash stays inside its parameter. */
function decodeSegments(path: string): readonly string[] | string {
  const segments: string[] = [];
  for (const segment of path.slice(1).split('/')) {
    try {
      const text = segment.includes('%') ? decodeURIComponent(segment) : segment;
      if (text === '.' || text === '..') return `'${segment}' is a dot segment`;
      segments.push(text);
    } catch {
      return `'${segment}' is not percent-encoded UTF-8`;
    }
  }
  return segments;
}
