import type { ExtensionUnderTest } from '@symphony-ts/testing';
import { z } from 'zod';
import {
  Endpoint,
  EndpointError,
  Extension,
  parseRestRequest,
  Rest,
  type RestRequest,
  RestResponse,
} from '../../src/index.js';
import { type Stage, stages } from '../stages.js';

const ItemId = z.object({ id: z.coerce.number().int() });
const Page = z.object({
  limit: z.coerce.number().default(10),
  tag: z.union([z.string(), z.array(z.string())]).optional(),
});
const NewItem = z.object({ name: z.string().min(1) });
const Lists = z.object({
  tag: z.array(z.string()).optional(),
  id: z.array(z.coerce.number<string>()).nullish(),
  any: z.string().optional(),
});
const ListHeaders = z.object({ 'x-list': z.array(z.string()) });
const Tenant = z.object({ 'x-tenant': z.string() });
const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

@Extension({ prefix: 'shop', name: 'Shop', version: '1.0.0', description: 'Sells' })
class Shop {
  @Rest('GET', '/items', { query: Page, summary: 'Lists items', tags: ['items'] })
  list({ query }: RestRequest<{ query: typeof Page }>) {
    return { items: [], ...query };
  }

  @Rest('GET', '/items/{id}', { params: ItemId })
  item({ params }: RestRequest<{ params: typeof ItemId }>) {
    if (params.id === 404) throw new EndpointError(404, 'there is none', { id: params.id });
    return { id: params.id };
  }

  @Rest('POST', '/items', { body: NewItem, status: 201 })
  add({ body }: RestRequest<{ body: typeof NewItem }>) {
    return { id: 7, ...body };
  }

  @Rest('PUT', '/items/{id}', { params: ItemId, body: NewItem })
  replace({ params, body }: RestRequest<{ params: typeof ItemId; body: typeof NewItem }>) {
    return RestResponse.json(
      { ...params, ...body },
      { status: 202, headers: { location: `/items/${params.id}`, 'x-kept': 'yes' } },
    );
  }

  @Rest('DELETE', '/items/{id}')
  remove(): void {}

  @Rest('PATCH', '/items/{id}')
  patch({ method, url, params }: RestRequest<'/items/{id}'>) {
    return { method, path: url.pathname, search: url.search, id: params.id };
  }

  @Rest('GET', '/text')
  text() {
    return 'pong';
  }

  @Rest('GET', '/csv')
  csv() {
    return RestResponse.text('a,b', { contentType: 'text/csv' });
  }

  @Rest('GET', '/bytes')
  bytes() {
    return RestResponse.bytes(new Uint8Array([0, 255, 1]), 'image/x-odd');
  }

  @Rest('GET', '/empty')
  empty() {
    return RestResponse.empty(205);
  }

  @Rest('GET', '/teapot')
  teapot() {
    return RestResponse.error(418, 'short and stout');
  }

  @Rest('GET', '/tenant', { headers: Tenant })
  tenant({ headerValues }: RestRequest<{ headers: typeof Tenant }>) {
    return headerValues;
  }

  @Rest('POST', '/echo')
  echo({ body, headers }: RestRequest) {
    const kind = body instanceof Uint8Array ? 'bytes' : typeof body;
    return { kind, body: body instanceof Uint8Array ? [...body] : body, type: headers.get('content-type') };
  }

  @Rest('GET', '/lists', { query: Lists })
  lists({ query }: RestRequest<{ query: typeof Lists }>) {
    return query;
  }

  @Rest('GET', '/list-headers', { headers: ListHeaders })
  listHeaders({ headerValues }: RestRequest<{ headers: typeof ListHeaders }>) {
    return headerValues;
  }

  @Rest('GET', '/spelling')
  spelling({ headers }: RestRequest) {
    return ['x-tenant', 'X-Tenant', 'X-TENANT'].map((name) => headers.get(name));
  }

  @Rest('POST', '/form', { body: Lists })
  form({ body }: RestRequest<{ body: typeof Lists }>) {
    return body;
  }

  @Rest('POST', '/form-text', { body: z.string() })
  formText({ body }: RestRequest<{ body: string }>) {
    return body;
  }

  @Rest('POST', '/raw')
  raw({ url, rawBody, body }: RestRequest) {
    return { search: url.search, href: url.href, raw: new TextDecoder().decode(rawBody), isRead: body !== undefined };
  }

  @Rest('GET', '/odd-status')
  oddStatus() {
    return RestResponse.json({}, { status: 999 });
  }

  @Rest('GET', '/broken')
  broken(): never {
    throw new Error('the password is hunter2');
  }

  @Rest('GET', '/cycle')
  cyclic() {
    return cycle;
  }

  @Rest('GET', '/hang', { timeoutMs: 150 })
  hang(): Promise<never> {
    return new Promise(() => undefined);
  }
}

const document = `
openapi: 3.0.3
info: { title: Raw, version: 1.0.0 }
paths:
  /json: { get: { operationId: rawJson } }
  /text: { get: { operationId: rawText } }
  /wrapped: { get: { operationId: wrapped } }
  /lower: { get: { x-symphony-endpoint: lower, operationId: ignored } }
  /plain: { get: { operationId: plain } }
  /default: { get: { operationId: byDefault } }
  /impossible: { get: { operationId: impossible } }
  /greet/{who}: { post: { operationId: greet } }
`;

/** Endpoints that answer HTTP as a handwritten document says, without `@Rest`. */
@Extension({ prefix: 'raw', name: 'Raw', version: '1.0.0', openapi: document })
class Raw {
  @Endpoint()
  rawJson() {
    return { items: [1] };
  }

  @Endpoint()
  rawText() {
    return 'pong';
  }

  @Endpoint()
  wrapped() {
    return { body: { id: 1 }, statusCode: 201, contentType: 'application/vnd.x+json', headers: { 'x-one': '1' } };
  }

  @Endpoint()
  lower() {
    return { body: { id: 2 }, statuscode: 202, contenttype: 'application/json' };
  }

  @Endpoint()
  plain() {
    return { body: 'hello', contentType: 'text/plain' };
  }

  @Endpoint()
  byDefault() {
    return { body: [1, 2] };
  }

  @Endpoint()
  impossible() {
    return { body: 'x', statusCode: 999 };
  }

  @Endpoint()
  greet(input: unknown) {
    const { method, url, params, query, headers, body } = parseRestRequest(input);
    return { method, path: url.pathname, params, query, from: headers['x-from'], sent: body };
  }
}

/** The handlers of `Wrapping` return plain objects. One of these objects is meant as a whole HTTP answer. */
@Extension({ prefix: 'wrapping', name: 'Wrapping', version: '1.0.0' })
class Wrapping {
  @Rest('POST', '/made', { wrapped: true, response: z.object({ id: z.number() }) })
  made() {
    return { body: { id: 1 }, statusCode: 201, headers: { 'x-one': '1' } };
  }

  @Rest('GET', '/text', { wrapped: true })
  text() {
    return { body: 'a,b', statusCode: 200, contentType: 'text/csv' };
  }

  @Rest('GET', '/usual', { wrapped: true })
  usual() {
    return { id: 2 };
  }

  @Rest('GET', '/as-it-is')
  asItIs() {
    return { body: 'x', statusCode: 418 };
  }
}

describe.each(stages)('HTTP operations %s', (_name, open) => {
  let stage: Stage;
  let shop: ExtensionUnderTest<Shop>;
  let raw: ExtensionUnderTest<Raw>;

  beforeAll(async () => {
    stage = await open();
    shop = await stage.create(Shop);
    raw = await stage.create(Raw);
  });
  afterAll(() => stage.stop());

  describe('of a handler', () => {
    it('[rest.openapi.metadata] are described in the metadata of the service', () => {
      const text = shop.manifest.services[0]?.metadata['openapi'] ?? '{}';
      expect(JSON.parse(text)).toMatchObject({
        openapi: '3.1.0',
        info: { title: 'Shop', version: '1.0.0' },
        paths: { '/items': { get: { summary: 'Lists items', tags: ['items'] }, post: {} }, '/items/{id}': { put: {} } },
      });
    });

    it('[rest.routing] are found by method and templated path', async () => {
      expect(await shop.rest('GET', '/items/5')).toMatchObject({ status: 200, body: { id: 5 } });
      expect(await shop.rest('PATCH', '/items/a%2Fb?x=1')).toMatchObject({
        body: { method: 'PATCH', search: '?x=1', id: 'a/b' },
      });
    });

    it('[rest.routing] are 404 where nothing is, and 405 with what is allowed for another method', async () => {
      expect(await shop.rest('GET', '/nothing')).toMatchObject({ status: 404 });
      const other = await shop.rest('DELETE', '/items');
      expect(other.status).toBe(405);
      expect(other.headers['allow']).toBe('GET, HEAD, OPTIONS, POST');
    });

    it('[rest.routing] answer HEAD like GET without its body, and OPTIONS by themselves', async () => {
      expect(await shop.rest('HEAD', '/items/5')).toMatchObject({ status: 200, body: undefined });
      const options = await shop.rest('OPTIONS', '/items/5');
      expect(options.status).toBe(204);
      expect(options.headers['allow']).toBe('DELETE, GET, HEAD, OPTIONS, PATCH, PUT');
    });

    it('[rest.input] check path, query and body by their schemas, and tell all that is wrong at once', async () => {
      expect(await shop.rest('GET', '/items?limit=3&tag=a&tag=b')).toMatchObject({
        body: { limit: 3, tag: ['a', 'b'] },
      });
      const refused = await shop.rest('PUT', '/items/x', { body: { name: '' } });
      expect(refused).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } });
      const details = Reflect.get(Object(refused.body), 'details') as { path: string }[];
      expect(details.map(({ path }) => path).sort()).toEqual(['body.name', 'params.id']);
    });

    it('[rest.input] check headers too', async () => {
      expect(await shop.rest('GET', '/tenant', { headers: { 'X-Tenant': 'acme' } })).toMatchObject({
        body: { 'x-tenant': 'acme' },
      });
      expect((await shop.rest('GET', '/tenant')).status).toBe(400);
    });

    it('[rest.input] find headers in any spelling', async () => {
      const { body } = await shop.rest('GET', '/spelling', { headers: { 'X-Tenant': 'acme' } });
      expect(body).toEqual(['acme', 'acme', 'acme']);
    });

    it('[rest.response] have their type among the headers, and need no first slash', async () => {
      for (const [path, type] of [
        ['items/5', /^application\/json/],
        ['/text', /^text\/plain/],
        ['/nothing-here', /^application\/json/],
      ] as const) {
        const reply = await shop.rest('GET', path);
        expect(reply.headers['content-type']).toMatch(type);
        expect(reply.headers['content-type']).toBe(reply.contentType);
      }
      expect((await shop.rest('DELETE', '/items/5')).headers).not.toHaveProperty('content-type');
    });

    it.each([
      ['JSON', { a: 1 }, {}, { kind: 'object', body: { a: 1 } }],
      ['text', 'plain words', { 'content-type': 'text/plain' }, { kind: 'string', body: 'plain words' }],
      [
        'a form',
        'a=1&b=2',
        { 'content-type': 'application/x-www-form-urlencoded' },
        { kind: 'object', body: { a: '1', b: '2' } },
      ],
      ['bytes', new Uint8Array([0, 255]), { 'content-type': 'image/png' }, { kind: 'bytes', body: [0, 255] }],
      ['nothing', undefined, {}, { kind: 'undefined' }],
    ])('[rest.body] take %s', async (_what, body, headers, expected) => {
      expect(await shop.rest('POST', '/echo', { body, headers })).toMatchObject({ status: 200, body: expected });
    });

    it.each([
      ['/lists', {}],
      ['/lists?tag=a', { tag: ['a'] }],
      ['/lists?tag=a&tag=b&any=x', { tag: ['a', 'b'], any: 'x' }],
      ['/lists?id=7', { id: [7] }],
    ])('[rest.input] take one value for a list: %s', async (url, body) => {
      expect(await shop.rest('GET', url)).toMatchObject({ status: 200, body });
    });

    it('[rest.input] take lists in headers and forms', async () => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const list = await shop.rest('GET', '/list-headers', { headers: { 'x-list': 'a, b' } });
      expect(list.body).toEqual({ 'x-list': ['a', 'b'] });
      const form = await shop.rest('POST', '/form', { headers, body: 'tag=a&any=x+y' });
      expect(form.body).toEqual({ tag: ['a'], any: 'x y' });
      expect((await shop.rest('POST', '/form-text', { headers, body: 'a=1&b=2' })).body).toBe('a=1&b=2');
    });

    it.each([
      ['?a=x%20y', '{"id":12345678901234567890}'],
      ['?flag', '{"total": 10.00}'],
      ['?q=it%27s', ' [1 , 2]'],
      ['?a=1&&b=2', '"text"'],
    ])('[rest.input] are told %s and %s as they were sent', async (search, raw) => {
      const headers = { 'content-type': 'application/json' };
      const { body } = await shop.rest('POST', `/raw${search}`, { headers, body: raw });
      expect(body).toEqual({ search, href: `http://symphony.invalid/raw${search}`, raw, isRead: true });
    });

    it('[rest.response] answer a plain value with the status they declare, and nothing with 204', async () => {
      expect(await shop.rest('POST', '/items', { body: { name: 'Widget' } })).toMatchObject({
        status: 201,
        contentType: expect.stringMatching(/^application\/json/),
        body: { id: 7, name: 'Widget' },
      });
      expect(await shop.rest('DELETE', '/items/5')).toMatchObject({ status: 204, body: undefined });
    });

    it('[rest.wrapped.detect] return a plain answer where their option says so, and a body otherwise', async () => {
      const wrapping = await stage.create(Wrapping);
      const made = await wrapping.rest('POST', '/made');
      expect(made).toMatchObject({ status: 201, body: { id: 1 }, headers: { 'x-one': '1' } });
      expect(await wrapping.rest('GET', '/text')).toMatchObject({
        status: 200,
        contentType: expect.stringMatching(/^text\/csv/),
        body: 'a,b',
      });
      expect(await wrapping.rest('GET', '/usual')).toMatchObject({ status: 200, body: { id: 2 } });
      const asItIs = await wrapping.rest('GET', '/as-it-is');
      expect(asItIs).toMatchObject({ status: 200, body: { body: 'x', statusCode: 418 } });
      await wrapping.stop();
    });

    it('[rest.response] have status, headers and content type in hand', async () => {
      const replaced = await shop.rest('PUT', '/items/5', { body: { name: 'New' } });
      expect(replaced).toMatchObject({ status: 202, body: { id: 5, name: 'New' } });
      expect(replaced.headers).toMatchObject({ location: '/items/5', 'x-kept': 'yes' });
      expect(await shop.rest('GET', '/text')).toMatchObject({
        contentType: expect.stringMatching(/^text\/plain/),
        body: 'pong',
      });
      expect(await shop.rest('GET', '/csv')).toMatchObject({
        contentType: expect.stringMatching(/^text\/csv/),
        body: 'a,b',
      });
      expect(await shop.rest('GET', '/bytes')).toMatchObject({
        contentType: 'image/x-odd',
        body: new Uint8Array([0, 255, 1]),
      });
      expect(await shop.rest('GET', '/empty')).toMatchObject({ status: 205, body: undefined });
    });

    it('[rest.response.error] refuse in words, returned or thrown', async () => {
      expect(await shop.rest('GET', '/teapot')).toMatchObject({ status: 418, body: { error: 'short and stout' } });
      expect(await shop.rest('GET', '/items/404')).toMatchObject({
        status: 404,
        body: { error: 'there is none', details: { id: 404 } },
      });
    });

    it.each([
      ['/odd-status', 500, 'INVALID_RESPONSE'],
      ['/broken', 500, 'INTERNAL'],
      ['/cycle', 500, 'UNSERIALIZABLE_RESPONSE'],
      ['/hang', 504, 'HANDLER_TIMEOUT'],
    ])('[rest.failure] answer %s with %i %s', async (path, status, code) => {
      const reply = await shop.rest('GET', path);
      expect(reply).toMatchObject({ status, body: { code } });
      expect(JSON.stringify(reply.body)).not.toContain('hunter2');
    });

    it('[rest.over-nats] answer the same over NATS, by the name of their method', async () => {
      const envelope = { method: 'GET', url: '/items/5', pathParams: { id: '5' } };
      expect(await shop.send('item', envelope)).toMatchObject({ body: { id: 5 }, statusCode: 200 });
      await expect(shop.send('item', 'no envelope')).rejects.toMatchObject({ remoteStatus: 400 });
    });

    it('[rest.over-nats] take an empty request for one without parameters', async () => {
      await expect(shop.send('item')).rejects.toMatchObject({
        remoteStatus: 400,
        details: { code: 'INVALID_INPUT', details: [{ path: 'params.id' }] },
      });
    });
  });

  describe('of a document written by hand', () => {
    it('[rest.raw.json] answer JSON as application/json', async () => {
      const reply = await raw.rest('GET', '/json');
      expect(reply).toMatchObject({ status: 200, body: { items: [1] } });
      expect(reply.contentType).toMatch(/^application\/json/);
    });

    it('[rest.raw.text] answer anything else as text/plain', async () => {
      const reply = await raw.rest('GET', '/text');
      expect(reply).toMatchObject({ status: 200, body: 'pong' });
      expect(reply.contentType).toMatch(/^text\/plain/);
    });

    it('[rest.wrapped.detect] [rest.wrapped.body] [rest.wrapped.status] [rest.wrapped.headers] unwrap an object with a body', async () => {
      const reply = await raw.rest('GET', '/wrapped');
      expect(reply).toMatchObject({ status: 201, body: { id: 1 } });
      expect(reply.headers['x-one']).toBe('1');
    });

    it('[rest.wrapped.content-type] take the content type of the wrapper, and text where it is text', async () => {
      expect((await raw.rest('GET', '/wrapped')).contentType).toMatch(/^application\/vnd\.x\+json/);
      expect(await raw.rest('GET', '/plain')).toMatchObject({
        contentType: expect.stringMatching(/^text\/plain/),
        body: 'hello',
      });
    });

    it('[rest.wrapped.lowercase] take both spellings', async () => {
      expect(await raw.rest('GET', '/lower')).toMatchObject({ status: 202, body: { id: 2 } });
    });

    it('[rest.wrapped.defaults] are 200 and application/json where the wrapper says nothing', async () => {
      const reply = await raw.rest('GET', '/default');
      expect(reply).toMatchObject({ status: 200, body: [1, 2] });
      expect(reply.contentType).toMatch(/^application\/json/);
    });

    it('[rest.wrapped.status-range] are 502 for a status that is none', async () => {
      expect(await raw.rest('GET', '/impossible')).toMatchObject({ status: 502, body: { code: 'INVALID_REPLY' } });
    });

    it('[rest.wrapped.over-nats] give the same wrapper, and the same raw reply, to who calls over NATS', async () => {
      expect(await raw.send('wrapped')).toMatchObject({ body: { id: 1 }, statusCode: 201 });
      expect(await raw.send('rawJson')).toEqual({ items: [1] });
    });

    it('[rest.parse] read the request by hand', async () => {
      const headers = { 'x-from': 'test' };
      expect(await raw.rest('POST', '/greet/ann?loud=1', { headers, body: { hello: true } })).toMatchObject({
        status: 200,
        body: {
          method: 'POST',
          path: '/greet/ann',
          params: { who: 'ann' },
          query: { loud: '1' },
          from: 'test',
          sent: { hello: true },
        },
      });
    });
  });
});
