import { httpPath, httpPaths, isPromiseLike, isSchema, type Schema, withoutUndefined } from '@symphony-ts/contract';
import { jsonType } from '../invoke/body.js';
import type { ExtensionModel, RestModel } from '../model/extension-model.js';
import { describeSchema, type JsonSchema, requiredProperties, schemaProperties } from '../schema/json-schema.js';
import { Components } from './components.js';

type Json = Readonly<Record<string, unknown>>;
/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  /** The address at which the platform serves it. */
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly Json[];
  readonly paths: Readonly<Record<string, Json>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly securitySchemes: Json };
}

const SECURITY = 'symphony';
/** The form of every refusal. */
const REFUSAL = {
  type: 'object',
  properties: {
    error: { type: 'string' },
    code: { type: ['string', 'integer'] },
    id: { type: 'string', description: 'Finds the details in the log of the service' },
    details: {},
  },
  required: ['error'],
};

/**
 * Describes the REST operations of an extension. Parameters and bodies show the inputs of their schemas, replies the outputs.
 * `x-symphony-endpoint` names the endpoint that serves an operation.
 */
export function buildOpenApi(model: ExtensionModel): OpenApiDocument {
  const components = new Components();
  const refusal = components.place({ $ref: '#/$defs/Refusal', $defs: { Refusal: REFUSAL } }, 'Refusal');
  const paths: Record<string, Record<string, Json>> = {};
  for (const rest of model.rest) {
    (paths[rest.path] ??= {})[rest.method.toLowerCase()] = operation(rest, components, refusal);
  }
  const { schemas } = components;
  const description = model.description === '' ? undefined : model.description;
  return {
    openapi: '3.1.0',
    info: { title: model.name, version: model.version, ...withoutUndefined({ description }) },
    servers: [{ url: httpPath(httpPaths.extension, { prefix: model.prefix }) }],
    security: [{ [SECURITY]: [] }],
    paths,
    components: { schemas, securitySchemes: { [SECURITY]: { type: 'http', scheme: 'bearer' } } },
  };
}

function operation(rest: RestModel, components: Components, refusal: JsonSchema): Json {
  const { operationId, summary, description, tags, deprecated } = rest;
  const parameters = [
    ...pathParameters(rest, components),
    ...namedParameters(rest, 'query', components),
    ...namedParameters(rest, 'headers', components),
  ];
  const body = rest.body && components.place(describeSchema(rest.body, 'input'), `${rest.name}_body`);
  const requestBody = rest.body && body && { required: !acceptsNothing(rest.body), ...requestContent(rest.body, body) };
  return {
    operationId,
    ...withoutUndefined({
      summary,
      description,
      tags: tags.length > 0 ? tags : undefined,
      deprecated: deprecated || undefined,
      parameters: parameters.length > 0 ? parameters : undefined,
      requestBody,
    }),
    responses: responses(rest, components, refusal),
    'x-symphony-endpoint': rest.name,
  };
}

/** Text travels as text, anything else as JSON. */
const content = (schema: JsonSchema, type?: unknown): Json => ({
  content: { [type === 'string' ? 'text/plain' : 'application/json']: { schema } },
});

/** An object with files is a multipart form. */
function requestContent(body: Schema, schema: JsonSchema): Json {
  const fields = Object.values(schemaProperties(describeSchema(body, 'input')) ?? {});
  const hasFiles = fields.some((field) => JSON.stringify(field).includes('"format":"binary"'));
  return hasFiles ? { content: { 'multipart/form-data': { schema } } } : content(schema, jsonType(body, 'input'));
}

/** A body is optional if its schema accepts `undefined`. A schema with an asynchronous check counts as requiring a body. */
function acceptsNothing(schema: Schema): boolean {
  const result = schema['~standard'].validate(undefined);
  return !isPromiseLike(result) && result.issues === undefined;
}

type ParameterPart = 'params' | 'query' | 'headers';

/** The fields of a part as single parameters, because OpenAPI has no schema for a whole query. */
function fields(rest: RestModel, part: ParameterPart, components: Components): ReadonlyMap<string, JsonSchema> {
  const described = rest[part] ? describeSchema(rest[part], 'input') : {};
  const { $defs } = described;
  return new Map(
    Object.entries(schemaProperties(described) ?? {}).map(([name, field]) => [
      name,
      JSON.stringify(field).includes('"$ref"') ? components.place({ ...field, $defs }, `${rest.name}_${name}`) : field,
    ]),
  );
}

/** Every parameter of the path, with the description of its schema if there is one. */
function pathParameters(rest: RestModel, components: Components): readonly Json[] {
  const described = fields(rest, 'params', components);
  return [...rest.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    ...parameterSchema(described.get(name) ?? { type: 'string' }),
  }));
}

function namedParameters(rest: RestModel, part: 'query' | 'headers', components: Components): readonly Json[] {
  const required = rest[part] ? requiredProperties(describeSchema(rest[part], 'input')) : [];
  return [...fields(rest, part, components)].map(([name, field]) => ({
    name,
    in: part === 'query' ? 'query' : 'header',
    ...(required.includes(name) ? { required: true } : {}),
    ...parameterSchema(field),
  }));
}

/** Moves the description beside the schema, where tools look for it. */
const parameterSchema = ({ description, ...schema }: JsonSchema): Json => ({
  ...withoutUndefined({ description }),
  schema,
});

function responses(rest: RestModel, components: Components, refusal: JsonSchema): Json {
  const reply = (description: string, schema: Schema, hint: string): Json => ({
    description,
    ...content(components.place(describeSchema(schema, 'output'), `${rest.name}_${hint}`), jsonType(schema, 'output')),
  });
  const others = Object.entries(rest.responses).map(([code, response]): [string, Json] => [
    code,
    isSchema(response) ? reply(`Status ${code}`, response, `response_${code}`) : { description: response },
  ]);
  const takesInput = rest.params ?? rest.query ?? rest.headers ?? rest.body;
  const { response, status } = rest;
  // A handler without a result answers 204, unless its author chose a status.
  const isEmpty = status === undefined && (response === undefined || acceptsNothing(response));
  const refused = (description: string): Json => ({ description, ...content(refusal) });
  return {
    [status ?? 200]: response ? reply('Success', response, 'response') : { description: 'Success' },
    ...(isEmpty ? { 204: { description: 'Success, without a body' } } : {}),
    ...(takesInput ? { 400: refused('Invalid request') } : {}),
    ...Object.fromEntries(others),
    default: refused('Refused'),
  };
}
