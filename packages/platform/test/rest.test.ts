import { Kvm } from '@nats-io/kv';
import { headers as createHeaders, type Msg } from '@nats-io/nats-core';
import {
  ErrorReply,
  instanceSubject,
  platformServices,
  RestEnvelope,
  STATUS_BUCKET,
  statusKey,
} from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import * as fc from 'fast-check';
import { eventually } from '../../../test/support/eventually.js';
import { urlPath, urlQuery } from '../../../test/support/text-arbitraries.js';
import { type Joined, join, manifest } from './nats-user.js';

let platform: Platform;
let orders: Joined;
let client: string;

const openapi = `
openapi: 3.1.0
info: { title: Orders, version: 1.0.0 }
servers: [{ url: /v2 }]
paths:
  /items:
    get: { operationId: list }
    post: { operationId: echo }
  /items/{id}:
    get: { operationId: item, x-symphony-endpoint: echo }
  /items/mine:
    get: { operationId: list }
  /silent: { get: { operationId: silent } }
  /fails: { get: { operationId: fails } }
  /reply: { post: { operationId: reply } }
`;

const utf8 = (text: string) => new TextEncoder().encode(text);

/** The handlers of the extension, by endpoint. */
const endpoints: Record<string, (message: Msg) => void> = {
  list: (message) => message.respond('["a","b"]'),
  echo: (message) => {
    const headers = {
      timeout: message.headers?.get('Symphony-Timeout'),
      traceparent: message.headers?.get('traceparent'),
    };
    message.respond(JSON.stringify({ envelope: message.json(), headers }));
  },
  silent: () => undefined,
  fails: (message) => {
    const headers = createHeaders();
    headers.set('Nats-Service-Error-Code', '409');
    headers.set('Nats-Service-Error', 'exists');
    message.respond(JSON.stringify({ error: 'it exists', code: 'EXISTS' }), { headers });
  },
  // Returns its input.
  reply: (message) => {
    const { body, bodyEncoding } = RestEnvelope.parse(message.json());
    message.respond(bodyEncoding ? Buffer.from(String(body), 'base64') : utf8(JSON.stringify(body)));
  },
};

beforeAll(async () => {
  platform = await startPlatform({ dev: { grantDeclared: true } });
  orders = await join(platform, 'orders');
  const services = [{ name: 'orders', version: '1.0.0', metadata: { openapi } }];
  await orders.nc.request(platformServices.register, manifest('orders', { services }), { timeout: 10_000 });
  for (const [name, handle] of Object.entries(endpoints)) {
    orders.nc.subscribe(`cirata.extensions.orders.${name}`, { callback: (_error, message) => handle(message) });
  }
  orders.nc.subscribe(instanceSubject('orders', orders.id, 'list'), {
    callback: (_error, message) => void message.respond(JSON.stringify({ instance: orders.id })),
  });
  await beat('orders', orders);
  client = (await platform.keys.create({ name: 'client', kind: 'client' })).token;
});
afterAll(async () => {
  await orders.nc.close();
  await platform.stop();
});

async function beat(prefix: string, { nc, id }: Joined): Promise<void> {
  const now = new Date().toISOString();
  const entry = { prefix, instanceId: id, name: prefix, version: '1.0.0', status: 'ok', started: now, timestamp: now };
  const bucket = await new Kvm(nc).open(STATUS_BUCKET, { allow_direct: true });
  await bucket.put(statusKey(prefix, id), JSON.stringify(entry));
  const isLive = () =>
    platform.registry.list().some((extension) => extension.prefix === prefix && extension.instances.length > 0);
  await eventually(isLive);
}

type Init = Omit<RequestInit, 'headers'> & { readonly token?: string; readonly headers?: Record<string, string> };
const send = (path: string, init: Init = {}): Promise<Response> =>
  fetch(`${platform.httpUrl}/api/v1/extensions${path}`, {
    ...init,
    headers: { authorization: `Bearer ${init.token ?? client}`, ...init.headers },
  });
const refusal = async (response: Response) => [response.status, ErrorReply.parse(await response.json()).code];

describe('a routed request', () => {
  it('reaches its operation with everything it brought', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const response = await send('/orders/items?tag=a&tag=b&x=%26', {
      method: 'POST',
      body: '{"name":"Widget"}',
      headers: {
        'Content-Type': 'application/json',
        'X-Custom': 'é',
        'Symphony-Timeout': '1500',
        traceparent,
        cookie: 'a=b',
      },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    const { envelope, headers } = (await response.json()) as { envelope: RestEnvelope; headers: unknown };
    expect(envelope).toMatchObject({
      method: 'POST',
      url: '/items?tag=a&tag=b&x=%26',
      path: '/items',
      pathParams: {},
      queryParams: { tag: ['a', 'b'], x: '&' },
      headers: { 'content-type': 'application/json', 'x-custom': 'é' },
      body: { name: 'Widget' },
      contentType: 'application/json',
    });
    expect(Object.keys(envelope.headers)).not.toEqual(expect.arrayContaining(['authorization']));
    expect(Object.keys(envelope.headers)).not.toEqual(expect.arrayContaining(['cookie']));
    expect(headers).toEqual({ timeout: '1500', traceparent });
  });

  it.each([
    ['text/plain', 'plain text', 'plain text', undefined],
    ['application/x-www-form-urlencoded', 'a=1&b=2', 'a=1&b=2', undefined],
    ['application/octet-stream', Uint8Array.of(0, 255, 1), Buffer.from([0, 255, 1]).toString('base64'), 'base64'],
  ])('takes a body of type %s', async (type, body, expected, bodyEncoding) => {
    const response = await send('/orders/items', { method: 'POST', body, headers: { 'Content-Type': type } });
    const { envelope } = (await response.json()) as { envelope: RestEnvelope };
    expect([envelope.body, envelope.bodyEncoding, envelope.contentType]).toEqual([expected, bodyEncoding, type]);
  });

  it.each([
    ['/orders/items/7', { id: '7' }],
    ['/orders/items/a%2Fb%20c', { id: 'a/b c' }],
    ['/orders/v2/items/7', { id: '7' }],
  ])('%s gives its parameters decoded', async (path, pathParams) => {
    const { envelope } = (await (await send(path)).json()) as { envelope: RestEnvelope };
    expect(envelope.pathParams).toEqual(pathParams);
  });

  it('prefers the path that is written out, answers HEAD by GET, and OPTIONS itself', async () => {
    expect(await (await send('/orders/items/mine')).json()).toEqual(['a', 'b']);
    const head = await send('/orders/items', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '9', '']);
    const options = await send('/orders/items', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST']);
  });

  it('goes to one instance where it names one', async () => {
    expect(await (await send(`/orders/items?instance=${orders.id}`)).json()).toEqual({ instance: orders.id });
    expect(await refusal(await send('/orders/items?instance=NOBODY'))).toEqual([404, 'INSTANCE_NOT_FOUND']);
    expect(await refusal(await send('/orders/items?instance=a.b'))).toEqual([400, 'INVALID_REQUEST']);
  });
});

describe('a reply', () => {
  const reply = (body: string, type = 'application/json') =>
    send('/orders/reply', { method: 'POST', body, headers: { 'Content-Type': type } });

  it('that is wrapped sets status, type and headers, in either spelling', async () => {
    const created = await reply('{"body":{"id":1},"statusCode":201,"headers":{"X-Total":"7"}}');
    expect([created.status, created.headers.get('x-total'), await created.json()]).toEqual([201, '7', { id: 1 }]);
    const teapot = await reply('{"body":"short","statuscode":418,"contenttype":"text/plain"}');
    expect([teapot.status, teapot.headers.get('content-type'), await teapot.text()]).toEqual([
      418,
      'text/plain',
      'short',
    ]);
    const gone = await reply('{"body":null,"statusCode":204}');
    expect([gone.status, await gone.text()]).toEqual([204, '']);
  });

  it('that is raw is JSON where it is JSON, else text', async () => {
    const json = await reply('[1]');
    expect([json.headers.get('content-type'), await json.json()]).toEqual(['application/json', [1]]);
    const text = await reply('pong', 'application/octet-stream');
    expect([text.headers.get('content-type'), await text.text()]).toEqual(['text/plain; charset=utf-8', 'pong']);
  });

  it('never runs in the origin of the platform', async () => {
    const page = await reply('{"body":"<p>","contentType":"text/html","headers":{"Set-Cookie":"a=b"}}');
    expect(page.headers.get('content-security-policy')).toMatch(/^sandbox/);
    expect(page.headers.get('content-security-policy')).not.toContain('allow-same-origin');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('set-cookie')).toBeNull();
  });

  it('with a status that is none is a 502 that says so', async () => {
    const response = await reply('{"body":1,"statusCode":999}');
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ code: 'INVALID_REPLY', error: expect.stringContaining('999') });
  });

  it('that is a micro error keeps its code and body', async () => {
    const response = await send('/orders/fails');
    expect([response.status, await response.json()]).toEqual([409, { error: 'it exists', code: 'EXISTS' }]);
  });
});

describe('a request that leads nowhere', () => {
  it.each([
    ['GET', '/orders/nothing', 404, 'ROUTE_NOT_FOUND'],
    ['GET', '/orders/', 404, 'ROUTE_NOT_FOUND'],
    ['DELETE', '/orders/items', 405, 'METHOD_NOT_ALLOWED'],
    ['PROPFIND', '/orders/items', 405, 'METHOD_NOT_ALLOWED'],
    ['M-SEARCH', '/orders/items', 405, 'METHOD_NOT_ALLOWED'],
    ['PROPFIND', '/orders/nothing', 404, 'ROUTE_NOT_FOUND'],
    ['PROPFIND', '/absent/items', 404, 'EXTENSION_NOT_FOUND'],
    ['GET', '/absent/items', 404, 'EXTENSION_NOT_FOUND'],
    ['GET', '/Not.A.Prefix/items', 404, 'EXTENSION_NOT_FOUND'],
  ])('%s %s answers %i', async (method, path, status, code) => {
    expect(await refusal(await send(path, { method }))).toEqual([status, code]);
  });

  it('says which methods there are', async () => {
    expect((await send('/orders/items', { method: 'DELETE' })).headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST');
  });

  it('is refused where its JSON is none, and where it is too large', async () => {
    const headers = { 'Content-Type': 'application/json' };
    expect(await refusal(await send('/orders/items', { method: 'POST', body: '{"a":', headers }))).toEqual([
      400,
      'INVALID_REQUEST',
    ]);
    const large = (bytes: number) => send('/orders/items', { method: 'POST', body: `"${'x'.repeat(bytes)}"`, headers });
    expect(await refusal(await large(2 * 2 ** 20))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect((await large(10 * 2 ** 20)).status).toBe(413);
  });

  it('ends with 504 where nobody answers in time', async () => {
    const started = performance.now();
    const response = await send('/orders/silent', { headers: { 'Symphony-Timeout': '300' } });
    expect(await refusal(response)).toEqual([504, 'GATEWAY_TIMEOUT']);
    expect(performance.now() - started).toBeGreaterThanOrEqual(295);
  });

  it('is refused to a caller without a token or without the right', async () => {
    expect((await fetch(`${platform.httpUrl}/api/v1/extensions/orders/items`)).status).toBe(401);
    const capabilities = { pub: { allow: ['cirata.extensions.orders.list'] }, sub: { allow: [] } };
    const { token } = await platform.keys.create({ name: 'reader', kind: 'client', capabilities });
    expect((await send('/orders/items', { token })).status).toBe(200);
    expect(await refusal(await send('/orders/items/7', { token }))).toEqual([403, 'PERMISSION_DENIED']);
  });
});

describe('whatever is sent', () => {
  it('is answered without an internal error', async () => {
    const type = fc.constantFrom(
      'application/json',
      'text/plain',
      'text/plain; charset=x',
      'multipart/form-data',
      'nonsense',
    );
    const target = fc.oneof(urlPath(), fc.constantFrom('items', 'reply', 'items/%ff', 'items/..%2f', '%2e%2e/all'));
    await fc.assert(
      fc.asyncProperty(target, urlQuery(), type, fc.uint8Array(), async (path, query, contentType, body) => {
        const headers = { 'Content-Type': contentType };
        const response = await send(`/orders/${path}?${query}`, {
          method: 'POST',
          body: Uint8Array.from(body),
          headers,
        });
        expect(response.status).not.toBe(500);
        await response.arrayBuffer();
      }),
      { numRuns: 300 },
    );
  });
});

describe('features', () => {
  const features = {
    resources: [
      { uri: 'ui://shop/home', mimeType: 'text/markdown', text: '# Shop', name: 'Home', _meta: { csp: 'x' } },
    ],
    routes: { '/shop': { uri: 'ui://shop/home', routes: { '/deep': { uri: 'ui://shop/home' } } } },
    menus: [{ group: 'main', item: 'Shop', route: '/shop', icon: 'fa-shop' }],
    widgets: [{ uri: 'ui://shop/home', title: 'Shop', notes: 'n' }],
  };

  it('are stored and served as they were registered', async () => {
    const shop = await join(platform, 'shop');
    await shop.nc.request(platformServices.register, manifest('shop', { features }), { timeout: 10_000 });
    const served = (await (await send('/features')).json()) as { prefix: string }[];
    expect(served.find(({ prefix }) => prefix === 'shop')).toEqual({
      prefix: 'shop',
      name: 'shop',
      version: '1.0.0',
      ...features,
    });
    const all = (await (await send('/all')).json()) as { prefix: string }[];
    expect(all.find(({ prefix }) => prefix === 'shop')).toMatchObject({ status: 'inactive' });
    await shop.nc.close();
  });

  it.each([
    [{ resources: [{ ...features.resources[0], uri: 'ui://orders/home' }] }],
    [{ routes: { '/orders': { uri: 'ui://thief/home' } } }],
    [{ routes: { '/help/extensions/orders': { uri: 'ui://thief/home' } } }],
  ])('of another namespace are refused, and nothing is registered: %j', async (foreign) => {
    const thief = await join(platform, 'thief');
    const answer = await thief.nc.request(platformServices.register, manifest('thief', { features: foreign }), {
      timeout: 10_000,
    });
    expect(answer.headers?.get('Nats-Service-Error-Code')).toBe('403');
    expect(answer.json()).toMatchObject({
      code: 'REGISTRATION_REFUSED',
      error: expect.stringContaining('outside the namespace'),
    });
    expect(platform.registry.list().map(({ prefix }) => prefix)).not.toContain('thief');
    await thief.nc.close();
  });
});
