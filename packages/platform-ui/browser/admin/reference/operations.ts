import { httpPath, httpPaths } from '@symphony-ts/contract';
import type { ExtensionDescription, ServiceDescription } from '@symphony-ts/platform/internal';
import { isObject, resolveRef, type Schema, textOf } from './json-schema.js';

/** A parameter in the path, the query or a header. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly isRequired: boolean;
  readonly description: string | undefined;
  readonly schema: Schema;
}

/** One operation of an API. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** The path in the document, such as `/items/{id}`. */
  readonly path: string;
  /** The part of the address before the path. */
  readonly base: string;
  readonly tag: string;
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly isDeprecated: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly contentType: string; readonly schema: Schema } | undefined;
  readonly responses: readonly {
    readonly status: string;
    readonly description: string;
    readonly schema: Schema | undefined;
  }[];
  /** The document in which the references of the schemas are resolved. */
  readonly document: unknown;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace'] as const;

/** The operations of an OpenAPI document, in its order. Other entries are skipped. */
export function readOperations(document: unknown, base: string): Operation[] {
  const paths = isObject(document) && isObject(document['paths']) ? Object.entries(document['paths']) : [];
  return paths.flatMap(([path, given]) => {
    const item = resolveRef(given, document);
    return METHODS.flatMap((method) => {
      const operation = item[method];
      return isObject(operation) ? [readOperation({ method, path, base, item, operation, document })] : [];
    });
  });
}

interface Given {
  readonly method: string;
  readonly path: string;
  readonly base: string;
  readonly item: Schema;
  readonly operation: Schema;
  readonly document: unknown;
}

function readOperation({ method, path, base, item, operation, document }: Given): Operation {
  const [tag] = Array.isArray(operation['tags']) ? operation['tags'] : [];
  const body = readContent(resolveRef(operation['requestBody'], document));
  const responses = isObject(operation['responses']) ? Object.entries(operation['responses']) : [];
  return {
    id: `${method} ${base}${path}`,
    method: method.toUpperCase(),
    path,
    base,
    tag: typeof tag === 'string' ? tag : 'Operations',
    summary: textOf(operation, 'summary'),
    description: textOf(operation, 'description'),
    isDeprecated: operation['deprecated'] === true,
    parameters: [...readParameters(item, document), ...readParameters(operation, document)],
    body,
    responses: responses.map(([status, given]) => {
      const response = resolveRef(given, document);
      return { status, description: textOf(response, 'description') ?? '', schema: readContent(response)?.schema };
    }),
    document,
  };
}

function readParameters(of: Schema, document: unknown): Parameter[] {
  const list = Array.isArray(of['parameters']) ? of['parameters'] : [];
  return list.flatMap((given): Parameter[] => {
    const parameter = resolveRef(given, document);
    const { name, in: place } = parameter;
    if (typeof name !== 'string' || (place !== 'path' && place !== 'query' && place !== 'header')) return [];
    const isRequired = place === 'path' || parameter['required'] === true;
    const schema = isObject(parameter['schema']) ? parameter['schema'] : {};
    return [{ name, in: place, isRequired, description: textOf(parameter, 'description'), schema }];
  });
}

/** The JSON content if there is one, otherwise the first content. */
function readContent(of: Schema): { readonly contentType: string; readonly schema: Schema } | undefined {
  const content = isObject(of['content']) ? Object.entries(of['content']) : [];
  const [contentType, media] = content.find(([type]) => type.includes('json')) ?? content[0] ?? [];
  if (contentType === undefined || !isObject(media)) return undefined;
  return { contentType, schema: isObject(media['schema']) ? media['schema'] : {} };
}

const basePathOf = (document: unknown, prefix: string): string => {
  const [first] = isObject(document) && Array.isArray(document['servers']) ? document['servers'] : [];
  const url = isObject(first) ? textOf(first, 'url') : undefined;
  const gateway = httpPath(httpPaths.extension, { prefix });
  // A document may name another host. Requests always go to this gateway.
  const path = url === undefined ? '' : url.replace(/^https?:\/\/[^/]*/, '').replace(/\/$/, '');
  return path.startsWith(gateway) ? path : gateway + path;
};

/** All operations of an extension over HTTP: those of its documents, and its endpoints. */
export function extensionOperations({ prefix, services }: ExtensionDescription): Operation[] {
  return services.flatMap((service) => [
    ...readOperations(service.openapi, basePathOf(service.openapi, prefix)),
    ...endpointOperations(service, prefix),
  ]);
}

function endpointOperations({ endpoints }: ServiceDescription, prefix: string): Operation[] {
  return endpoints
    .filter(({ kind, name }) => kind === 'endpoint' && /^[\w-]+$/.test(name))
    .map(({ name, description, request, response }) => ({
      id: `endpoint ${name}`,
      method: 'POST',
      path: `/${name}`,
      // The path contains the name of the endpoint.
      base: httpPath(httpPaths.service, { prefix, endpoint: '' }).replace(/\/$/, ''),
      tag: 'Endpoints',
      summary: description,
      description: undefined,
      isDeprecated: false,
      parameters: [],
      body: { contentType: 'application/json', schema: request ?? {} },
      responses: [{ status: '200', description: 'What the endpoint answers.', schema: response }],
      document: undefined,
    }));
}

/** Operations grouped by tag, in the order of the first use of each tag. */
export function byTag(operations: readonly Operation[]): (readonly [string, readonly Operation[]])[] {
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) groups.set(operation.tag, [...(groups.get(operation.tag) ?? []), operation]);
  return [...groups];
}
