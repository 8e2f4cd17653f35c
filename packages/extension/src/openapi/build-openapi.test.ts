import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import * as z from 'zod';
import { Extension } from '../decorators/extension.js';
import { Rest } from '../decorators/rest.js';
import type { RestRequest } from '../replies/requests.js';
import { readExtension } from '../scan/read-extension.js';
import { buildOpenApi } from './build-openapi.js';

const Item = z.object({ id: z.string(), count: z.coerce.number().default(1) }).meta({ id: 'Item' });
const Tree = z.object({
  name: z.string(),
  get children() {
    return z.array(Tree);
  },
});
const ItemId = z.object({ id: z.string().describe('Its id') });

@Extension({ prefix: 'a', name: 'Shop', version: '2.0.0', description: 'Sells' })
class Shop {
  @Rest('GET', '/items/{id}', {
    params: ItemId,
    query: z.object({ full: z.stringbool().optional(), sort: z.enum(['a', 'b']) }),
    headers: z.object({ 'x-trace': z.string().optional() }),
    response: Item,
    responses: { 404: 'No such item', 409: z.object({ reason: z.string() }) },
    summary: 'One item',
    description: 'Shows one item',
    tags: ['items'],
    operationId: 'getItem',
    deprecated: true,
  })
  item(request: RestRequest<{ params: typeof ItemId }>) {
    return { id: request.params.id };
  }
  @Rest('PUT', '/items/{id}', { body: Item, status: 201 }) put(): void {}
  @Rest('POST', '/trees', { body: Tree.optional(), response: z.array(Tree) }) grow(): [] {
    return [];
  }
  @Rest('DELETE', '/items/{id}/{part}') remove(): void {}
}

/** The validator is an ES module, which CommonJS tests cannot load. */
const VALIDATOR = `
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
const { valid, errors } = await new Validator().validate(JSON.parse(readFileSync(0, 'utf8')));
console.log(JSON.stringify({ valid, errors }));
`;
const validate = (document: unknown): unknown =>
  JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', VALIDATOR], {
      input: JSON.stringify(document),
      encoding: 'utf8',
      cwd: __dirname,
    }),
  );

const refusal = { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } };

describe('buildOpenApi', () => {
  const document = buildOpenApi(readExtension(Shop));

  it('describes an operation with all its parts', () => {
    expect(document.paths['/items/{id}']?.['get']).toEqual({
      operationId: 'getItem',
      summary: 'One item',
      description: 'Shows one item',
      tags: ['items'],
      deprecated: true,
      parameters: [
        { name: 'id', in: 'path', required: true, description: 'Its id', schema: { type: 'string' } },
        { name: 'full', in: 'query', schema: { type: 'string' } },
        { name: 'sort', in: 'query', required: true, schema: { type: 'string', enum: ['a', 'b'] } },
        { name: 'x-trace', in: 'header', schema: { type: 'string' } },
      ],
      responses: {
        200: {
          description: 'Success',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } },
        },
        400: { description: 'Invalid request', content: refusal },
        default: { description: 'Refused', content: refusal },
        404: { description: 'No such item' },
        409: {
          description: 'Status 409',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { reason: { type: 'string' } },
                required: ['reason'],
                additionalProperties: false,
              },
            },
          },
        },
      },
      'x-symphony-endpoint': 'item',
    });
  });

  it('shows what a body takes in and what a reply gives out, each under a name', () => {
    expect(document.paths['/items/{id}']?.['put']).toMatchObject({
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Item2' } } },
      },
      responses: { 201: { description: 'Success' } },
    });
    expect(document.components?.schemas['Item']).toMatchObject({ required: ['id', 'count'] });
    expect(document.components?.schemas['Item2']).toMatchObject({ required: ['id'] });
  });

  it('names schemas that contain themselves', () => {
    expect(document.paths['/trees']?.['post']).toMatchObject({ requestBody: { required: false } });
    const refs = JSON.stringify(document).match(/"\$ref":"[^"]*"/g) ?? [];
    const names = Object.keys(document.components?.schemas ?? {});
    for (const ref of refs) expect(names).toContain(/schemas\/([^"]+)"/.exec(ref)?.[1]);
    expect(refs.length).toBeGreaterThan(4);
  });

  it('describes every parameter of a path, without a schema as text', () => {
    expect(document.paths['/items/{id}/{part}']?.['delete']).toEqual({
      operationId: 'remove',
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'part', in: 'path', required: true, schema: { type: 'string' } },
      ],
      responses: {
        200: { description: 'Success' },
        204: { description: 'Success, without a body' },
        default: { description: 'Refused', content: refusal },
      },
      'x-symphony-endpoint': 'remove',
    });
  });

  it('names the extension', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Shop', version: '2.0.0', description: 'Sells' },
      servers: [{ url: '/api/v1/extensions/a' }],
      security: [{ symphony: [] }],
      components: { securitySchemes: { symphony: { type: 'http', scheme: 'bearer' } } },
    });
  });

  it('is valid for a validator of another project', () => {
    expect(validate(document)).toEqual({ valid: true });
  });

  it('gives each schema a name of its own', () => {
    const Items = z.object({ items: z.array(z.string()) }).meta({ id: 'Page<Item>' });
    const Rows = z.object({ rows: z.number() }).meta({ id: 'Page(Item)' });
    @Extension({ prefix: 'b', name: 'B', version: '1.0.0' })
    class B {
      @Rest('POST', '/pages', { response: z.object({ items: Items, rows: Rows }) }) pages() {
        return { items: { items: [] }, rows: { rows: 1 } };
      }
      @Rest('GET', '/text', { response: z.string() }) text() {
        return 'text';
      }
    }
    const { paths, components } = buildOpenApi(readExtension(B));
    expect(components.schemas).toMatchObject({
      Page_Item_: { properties: { items: {} } },
      Page_Item__2: { properties: { rows: {} } },
    });
    expect(paths['/text']?.['get']).toMatchObject({ responses: { 200: { content: { 'text/plain': {} } } } });
  });
});
