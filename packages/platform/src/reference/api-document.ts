import * as z from 'zod';
import { type ApiOperation, apiOperations } from './api-operations.js';

const PARAMETER = /\{(\w+)\}/g;
type Json = Readonly<Record<string, unknown>>;

/** What callers send: dates are text there, and defaults may be left out. */
const schemaOf = (type: z.ZodType): Json => {
  const { $schema: _schema, ...schema } = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' });
  return schema;
};

/** The OpenAPI document of the platform's own HTTP API. */
export function buildApiDocument(info: { readonly name: string; readonly version: string }): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of apiOperations) {
    const [method = '', path = ''] = operation.route.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(operation, path) };
  }
  return {
    openapi: '3.1.0',
    info: { title: `${info.name} platform`, version: info.version },
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'The token of an API key' } },
      schemas: { Error: errorSchema },
    },
  };
}

const errorSchema = {
  type: 'object',
  required: ['error', 'code'],
  properties: {
    error: { type: 'string', description: 'What happened, and what to do' },
    code: { type: 'string', description: 'A name that stays the same, such as PERMISSION_DENIED' },
  },
};

function describe(
  { summary, tag, access, query, body, success = [200, 'It is answered.'] }: ApiOperation,
  path: string,
): Json {
  const [status, words] = success;
  const error = (description: string): Json => ({
    description,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  });
  const isOpen = access === 'everybody';
  const needsRight = !isOpen && access !== 'key';
  return {
    summary,
    tags: [tag],
    ...(isOpen ? { security: [] } : {}),
    ...(needsRight
      ? { description: `Needs ${access.startsWith('cirata.') ? `the right \`${access}\`` : access}.` }
      : {}),
    parameters: [...pathParameters(path), ...queryParameters(query)],
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } } : {}),
    responses: {
      [status]: { description: words },
      // A route that is not open refuses query parameters that it does not have.
      ...(body || query || !isOpen ? { 400: error('The request is not valid.') } : {}),
      ...(isOpen ? {} : { 401: error('The token is missing or not valid.') }),
      ...(needsRight ? { 403: error('The key does not have the right.') } : {}),
      ...(path.includes('{') ? { 404: error('There is none.') } : {}),
    },
  };
}

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(PARAMETER)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));

const queryParameters = (query: z.ZodObject | undefined): Json[] =>
  query === undefined
    ? []
    : Object.entries(query.shape).map(([name, type]) => ({
        name,
        in: 'query',
        schema: type instanceof z.ZodType ? schemaOf(type) : {},
      }));
