import { isSubjectToken, toError } from '@symphony-ts/contract';
import { parse } from 'yaml';
import { parseTemplate, type PathTemplate } from './path-template.js';

/** The HTTP methods an OpenAPI path item can hold, upper case. */
export const httpMethods = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'] as const;
export type HttpMethod = (typeof httpMethods)[number];

/** One operation: where HTTP finds it, and which endpoint of the extension answers it. */
export interface OpenApiOperation {
  readonly method: HttpMethod;
  readonly template: PathTemplate;
  readonly endpoint: string;
}

/** What the gateway needs of an OpenAPI document. */
export interface OpenApiDocument {
  /** Paths of the `servers`, each with a slash in front and none behind; the empty one is left out. */
  readonly basePaths: readonly string[];
  readonly operations: readonly OpenApiOperation[];
  /** What was left out, and why: the rest of the document still serves. */
  readonly problems: readonly string[];
}

type JsonObject = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads an OpenAPI 3.x document, JSON or YAML. Lenient: what it does not know is ignored, and an operation it cannot use
 * becomes a problem, not an error. The endpoint is named by `x-symphony-endpoint`, else by `operationId`.
 */
export function readOpenApi(text: string): OpenApiDocument {
  const document = parseText(text);
  if (typeof document === 'string') return { basePaths: [], operations: [], problems: [document] };
  const version = document['openapi'];
  if (typeof version !== 'string' || !version.startsWith('3.')) {
    return {
      basePaths: [],
      operations: [],
      problems: [`'openapi' is ${JSON.stringify(version) ?? 'absent'}, not 3.x`],
    };
  }
  const paths = isObject(document['paths']) ? Object.entries(document['paths']) : [];
  const found = paths.flatMap(([template, item]) => readPathItem(template, item));
  return {
    basePaths: readBasePaths(document['servers']),
    operations: found.filter((one) => typeof one !== 'string'),
    problems: found.filter((one) => typeof one === 'string'),
  };
}

function parseText(text: string): JsonObject | string {
  try {
    // JSON is YAML, but its own parser is faster and takes tabs; aliases are bounded against documents that explode.
    const value: unknown = text.trimStart().startsWith('{') ? parseJson(text) : parse(text, { maxAliasCount: 100 });
    return isObject(value) ? value : 'the document is not an object';
  } catch (error) {
    return `the document cannot be read: ${toError(error).message}`;
  }
}

/** A YAML flow mapping begins with a brace too. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parse(text, { maxAliasCount: 100 });
  }
}

function readPathItem(path: string, item: unknown): readonly (OpenApiOperation | string)[] {
  if (!path.startsWith('/')) return path.startsWith('x-') ? [] : [`path '${path}' does not begin with /`];
  if (!isObject(item)) return [`path '${path}' is not an object`];
  const template = parseTemplate(path);
  if (typeof template === 'string') return [`path ${template}`];
  return httpMethods.flatMap((method): readonly (OpenApiOperation | string)[] => {
    const operation = item[method.toLowerCase()];
    if (!isObject(operation)) return [];
    const endpoint = operation['x-symphony-endpoint'] ?? operation['operationId'];
    if (typeof endpoint !== 'string' || !endpoint.split('.').every(isSubjectToken)) {
      return [`${method} ${path} names no endpoint: give it an operationId or x-symphony-endpoint`];
    }
    return [{ method, template, endpoint }];
  });
}

function readBasePaths(servers: unknown): readonly string[] {
  if (!Array.isArray(servers)) return [];
  const paths = servers.map((server: unknown) => (isObject(server) ? basePath(server) : ''));
  return [...new Set(paths)].filter((path) => path !== '');
}

function basePath(server: JsonObject): string {
  if (typeof server['url'] !== 'string') return '';
  const variables = isObject(server['variables']) ? server['variables'] : {};
  const url = server['url'].replace(/\{([^}]*)\}/g, (whole, name: string) => {
    const variable = variables[name];
    const value = isObject(variable) ? variable['default'] : undefined;
    return typeof value === 'string' ? value : whole;
  });
  const base = 'http://relative.invalid';
  return URL.canParse(url, base) ? new URL(url, base).pathname.replace(/\/+$/, '') : '';
}
