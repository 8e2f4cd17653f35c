import { limits } from './limits.js';
import { type PathTemplate, parseTemplate } from './path-template.js';
import { isSubjectToken } from './subject.js';

/** The HTTP methods an OpenAPI path item can hold, upper case. */
const httpMethods = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'] as const;
/** One of `httpMethods`. */
export type HttpMethod = (typeof httpMethods)[number];

/** One HTTP operation, and the endpoint that answers it. */
export interface OpenApiOperation {
  /** HTTP method. */
  readonly method: HttpMethod;
  /** Path of the operation, with its parameters. */
  readonly template: PathTemplate;
  /** Name of the endpoint that answers it. */
  readonly endpoint: string;
  /** Whether the operation declares a query parameter `instance`. The gateway then does not use that parameter. */
  readonly ownsInstance: boolean;
}

/** The parts of an OpenAPI document that the gateway needs. */
export interface OpenApiDocument {
  /** Paths of the `servers`, each with a slash at the start and none at the end. An empty path is omitted. */
  readonly basePaths: readonly string[];
  /** Every operation of the document. */
  readonly operations: readonly OpenApiOperation[];
  /** The operations that cannot be used, each with the reason. The others still work. */
  readonly problems: readonly string[];
}

type JsonObject = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nothing = (problem: string): OpenApiDocument => ({ basePaths: [], operations: [], problems: [problem] });

/**
 * Reads a parsed OpenAPI 3.x document. It ignores unknown fields. An operation that it cannot use becomes a problem, not an error.
 * The name of the endpoint is `x-symphony-endpoint`, otherwise `operationId`.
 */
export function readOpenApiOperations(document: unknown): OpenApiDocument {
  if (!isObject(document)) return nothing('the document is not an object');
  const version = document['openapi'];
  if (typeof version !== 'string' || !version.startsWith('3.')) {
    return nothing(`'openapi' is ${shorten(JSON.stringify(version) ?? 'absent')}, not 3.x`);
  }
  const paths = isObject(document['paths']) ? Object.entries(document['paths']) : [];
  const operations: OpenApiOperation[] = [];
  const problems: string[] = [];
  for (const [template, item] of paths) {
    for (const found of readPathItem(template, item, document)) {
      if (typeof found === 'string') problems.push(shorten(found));
      else operations.push(found);
    }
    if (operations.length > limits.operations) {
      problems.push(`it has more than ${limits.operations} operations`);
      break;
    }
    if (problems.length >= MOST_PROBLEMS) break;
  }
  return {
    basePaths: readBasePaths(document['servers']),
    operations: operations.slice(0, limits.operations),
    problems,
  };
}

/** More problems than these tell nothing new. */
const MOST_PROBLEMS = 100;
const LONGEST_TEXT = 300;
const shorten = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text);

function readPathItem(path: string, given: unknown, document: JsonObject): readonly (OpenApiOperation | string)[] {
  if (!path.startsWith('/')) return path.startsWith('x-') ? [] : [`path '${path}' does not begin with /`];
  const item = resolve(given, document);
  if (!isObject(item)) return [unresolved(path, given)];
  if (path.length > limits.path) return [`path '${path}' has more than ${limits.path} characters`];
  if (path.split('/').length > limits.pathSegments)
    return [`path '${path}' has more than ${limits.pathSegments} segments`];
  const template = parseTemplate(path);
  if (typeof template === 'string') return [`path ${template}`];
  return httpMethods.flatMap((method): readonly (OpenApiOperation | string)[] => {
    const operation = item[method.toLowerCase()];
    if (!isObject(operation)) return [];
    const endpoint = operation['x-symphony-endpoint'] ?? operation['operationId'];
    if (typeof endpoint !== 'string' || !endpoint.split('.').every(isSubjectToken)) {
      return [`${method} ${path} names no endpoint: give it an operationId or x-symphony-endpoint`];
    }
    if (endpoint.length > limits.endpointName) {
      return [`${method} ${path}: its endpoint has more than ${limits.endpointName} characters`];
    }
    const ownsInstance = [item, operation].some(({ parameters }) => hasInstance(parameters, document));
    return [{ method, template, endpoint, ownsInstance }];
  });
}

const unresolved = (path: string, given: unknown): string =>
  isObject(given) && given['$ref'] !== undefined
    ? `path '${path}' refers to ${JSON.stringify(given['$ref'])}, which is not in the document`
    : `path '${path}' is not an object`;

/** Whether a list of parameters has the query parameter `instance`. The parameters may be references to the components. */
const hasInstance = (parameters: unknown, document: JsonObject): boolean =>
  Array.isArray(parameters) &&
  parameters.some((given: unknown) => {
    const parameter = resolve(given, document);
    return isObject(parameter) && parameter['in'] === 'query' && parameter['name'] === 'instance';
  });

const LOCAL_REF = /^#\/(.+)$/;

/** The target of a local `$ref`, one step at a time. Any other value is returned unchanged. */
function resolve(given: unknown, document: JsonObject, steps = 0): unknown {
  const reference = isObject(given) ? given['$ref'] : undefined;
  if (typeof reference !== 'string' || steps > 8) return given;
  const [, pointer] = LOCAL_REF.exec(reference) ?? [];
  if (pointer === undefined) return undefined;
  const names = pointer.split('/').map((name) => decoded(name).replaceAll('~1', '/').replaceAll('~0', '~'));
  const target = names.reduce<unknown>(
    (at, name) => (isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined),
    document,
  );
  return resolve(target, document, steps + 1);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function readBasePaths(servers: unknown): readonly string[] {
  if (!Array.isArray(servers)) return [];
  const paths = servers
    .slice(0, limits.openApiServers)
    .map((server: unknown) => (isObject(server) ? basePath(server) : ''));
  return [...new Set(paths)].filter((path) => path !== '');
}

function basePath(server: JsonObject): string {
  if (typeof server['url'] !== 'string' || server['url'].length > limits.path) return '';
  const variables = isObject(server['variables']) ? server['variables'] : {};
  const url = server['url'].replace(/\{([^}]*)\}/g, (whole, name: string) => {
    const variable = variables[name];
    const value = isObject(variable) ? variable['default'] : undefined;
    return typeof value === 'string' ? value : whole;
  });
  const base = 'http://relative.invalid';
  return URL.canParse(url, base) ? new URL(url, base).pathname.replace(/\/+$/, '') : '';
}
