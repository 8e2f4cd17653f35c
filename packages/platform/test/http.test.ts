import { createServer, type Server } from 'node:http';
import { Kvm } from '@nats-io/kv';
import { headers as createHeaders, type NatsConnection } from '@nats-io/nats-core';
import { ErrorReply, parseToken, platformServices, STATUS_BUCKET, statusKey } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { eventually } from '../../../test/support/eventually.js';
import { type Joined, join, manifest } from './nats-user.js';

let platform: Platform;
let orders: Joined;
let client: string;

const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
/** The routes of the API, such as `GET /api/v1/keys`. The gateway accepts all paths, and an extension's document lists them. */
const mounted: string[] = [];
function noteRoutes(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url }) => {
    if (url.endsWith('*') || method === 'HEAD') return;
    for (const methods of [method].flat()) mounted.push(`${methods} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
  });
}

beforeAll(async () => {
  platform = await startPlatform({ dev: { grantDeclared: true }, ui: ({ app }) => noteRoutes(app) });
  orders = await join(platform, 'orders');
  await orders.nc.request(platformServices.register, manifest('orders'), { timeout: 10_000 });
  await beat(orders.nc, 'orders', orders.id);
  await eventually(() => platform.registry.list()[0]?.instances.length === 1);
  client = (await platform.keys.create({ name: 'client', kind: 'client' })).token;
});
afterAll(async () => {
  await orders.nc.close();
  await platform.stop();
});

async function beat(nc: NatsConnection, prefix: string, instanceId: string): Promise<void> {
  const now = new Date().toISOString();
  const entry = { prefix, instanceId, name: prefix, version: '1.0.0', status: 'ok', started: now, timestamp: now };
  const bucket = await new Kvm(nc).open(STATUS_BUCKET, { allow_direct: true });
  await bucket.put(statusKey(prefix, instanceId), JSON.stringify(entry));
}

const send = (
  path: string,
  init: {
    method?: string;
    body?: string | Uint8Array<ArrayBuffer>;
    headers?: Record<string, string>;
    token?: string;
  } = {},
): Promise<Response> =>
  fetch(`${platform.httpUrl}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${init.token ?? client}`, ...init.headers },
  });
const post = (
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> => send(`/api/v1/services/${path}`, { method: 'POST', body, headers });
const problem = async (response: Response): Promise<[number, unknown]> => [
  response.status,
  ErrorReply.parse(await response.json()).code,
];

it('no answer is kept by caches unless it says so itself', async () => {
  const paths = ['ping', 'keys', 'none', 'openapi.json'];
  const kept = await Promise.all(
    paths.map(async (path) => (await fetch(`${platform.httpUrl}/api/v1/${path}`)).headers.get('cache-control')),
  );
  expect(kept).toEqual(paths.map(() => 'no-store'));
});

describe('open routes', () => {
  it('answer without a token', async () => {
    const get = (path: string) => fetch(`${platform.httpUrl}/api/v1/${path}`);
    expect(await (await get('ping')).json()).toEqual({ message: 'pong' });
    expect(await (await get('health')).json()).toMatchObject({ status: 'healthy', components: { nats: 'ok' } });
    expect((await get('ready')).status).toBe(200);
    expect(await (await get('symphonyinfo')).json()).toMatchObject({ name: 'Symphony', servers: [platform.natsUrl] });
  });
});

describe('guarded routes', () => {
  it.each(['apikey', 'extensions/all', 'extensions/features'])(
    '%s refuse a missing and a wrong token alike',
    async (path) => {
      const wrong = client.slice(0, -4).concat('AAAA');
      for (const authorization of [undefined, 'Basic abc', 'Bearer x', `Bearer ${wrong}`]) {
        const response = await fetch(
          `${platform.httpUrl}/api/v1/${path}`,
          authorization ? { headers: { authorization } } : {},
        );
        expect(response.headers.get('www-authenticate')).toBe('Bearer');
        expect(await problem(response)).toEqual([401, 'AUTHENTICATION_FAILED']);
      }
    },
  );

  it('say to a browser that pages of other origins cannot call them', async () => {
    const headers = { origin: 'https://shop.example.com', 'access-control-request-method': 'GET' };
    const response = await fetch(`${platform.httpUrl}/api/v1/extensions/orders/list`, { method: 'OPTIONS', headers });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(await response.json()).toMatchObject({ error: expect.stringContaining('pages of other origins') });
  });

  it('answer unknown paths in the form of every error', async () => {
    expect(await problem(await send('/api/v1/nothing'))).toEqual([404, 'NOT_FOUND']);
  });

  it('say where the API is, to whoever opens the address itself', async () => {
    const response = await fetch(platform.httpUrl);
    expect(response.status).toBe(404);
    const error = 'there is no GET /; the API is below /api/v1/, such as GET /api/v1/health';
    expect(await response.json()).toEqual({ error, code: 'NOT_FOUND' });
  });

  it('lists the extensions with their live instances', async () => {
    const list: unknown = await (await send('/api/v1/extensions/all')).json();
    expect(list).toMatchObject([{ prefix: 'orders', status: 'ok', instances: [{ instanceId: orders.id }] }]);
    expect(await (await send('/api/v1/extensions/features')).json()).toMatchObject([{ prefix: 'orders', menus: [] }]);
  });
});

describe('the OpenAPI document of the platform', () => {
  it('names every route that there is, and no other, for everybody', async () => {
    const document = await (await fetch(`${platform.httpUrl}/api/v1/openapi.json`)).json();
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Symphony platform' } });
    const { paths } = Document.parse(document);
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(mounted.sort());
  });
});

describe('what an extension offers', () => {
  it('is told with schemas and its OpenAPI document, whatever that is written in', async () => {
    const shop = await join(platform, 'shop');
    const request = { type: 'object', properties: { page: { type: 'integer' } } };
    const service = (name: string, openapi: string): object => ({
      name,
      version: '1.0.0',
      metadata: { openapi },
      endpoints: [{ name: 'list', subject: `cirata.extensions.shop.${name}`, request }],
    });
    const yaml = 'openapi: 3.1.0\ninfo: { title: Shop, version: 1.0.0 }\npaths: {}\n';
    const register = async (...services: object[]): Promise<unknown> =>
      (await shop.nc.request(platformServices.register, manifest('shop', { services }), { timeout: 10_000 })).json();
    expect(await register(service('good', yaml), service('bad', '{ "openapi": '))).toMatchObject({
      code: 'INVALID_INPUT',
      details: [
        { path: 'services.1.metadata.openapi', message: expect.stringMatching(/^the document cannot be read: /) },
      ],
    });
    await register(service('good', yaml));
    await eventually(async () => (await send('/api/v1/extensions/shop')).ok);
    const told = [
      { name: 'good', openapi: { openapi: '3.1.0', info: { title: 'Shop' } }, endpoints: [{ name: 'list', request }] },
    ];
    expect(await (await send('/api/v1/extensions/shop')).json()).toMatchObject({ services: told });
    await shop.nc.close();
    expect(await problem(await send('/api/v1/extensions/nobody'))).toEqual([404, 'EXTENSION_NOT_FOUND']);
  });
});

describe('the service proxy', () => {
  const answer = (subject: string, reply: (data: string, headers: (name: string) => string) => string): void => {
    orders.nc.subscribe(subject, {
      callback: (_error, message) =>
        void message.respond(reply(message.string(), (name) => message.headers?.get(name) ?? '')),
    });
  };
  const instance = (): string => `cirata.extensions.orders.instance.${orders.id}`;

  it('passes the body on as it is, and what the endpoint answers back with its type', async () => {
    answer('cirata.extensions.orders.echo', (data) => data);
    await orders.nc.flush();
    const json = await post('orders/echo', '{"a": 1}', { 'content-type': 'application/json' });
    expect([json.status, json.headers.get('content-type'), await json.text()]).toEqual([
      200,
      'application/json',
      '{"a": 1}',
    ]);
    const text = await post('orders/echo', 'not json', { 'content-type': 'application/json' });
    expect([text.headers.get('content-type'), await text.text()]).toEqual(['text/plain; charset=utf-8', 'not json']);
  });

  it('passes trace context and deadline on', async () => {
    answer('cirata.extensions.orders.trace', (_data, header) =>
      JSON.stringify([header('traceparent'), header('Symphony-Timeout')]),
    );
    await orders.nc.flush();
    const response = await post('orders/trace', '', { traceparent: '00-1-2-01', 'symphony-timeout': '1234' });
    expect(await response.json()).toEqual(['00-1-2-01', '1234']);
  });

  it('reaches an endpoint of a group', async () => {
    answer('cirata.extensions.orders.admin.echo', (data) => data);
    await orders.nc.flush();
    expect(await (await post('orders/admin.echo', '{"a":1}')).json()).toEqual({ a: 1 });
    expect(await problem(await post('orders/admin..echo', ''))).toEqual([404, 'ROUTE_NOT_FOUND']);
    expect(await problem(await post('orders/admin.*', ''))).toEqual([404, 'ROUTE_NOT_FOUND']);
  });

  it('addresses one instance', async () => {
    answer(`${instance()}.who`, () => '"me"');
    await orders.nc.flush();
    expect(await (await post(`orders/who?instance=${orders.id}`, '')).json()).toBe('me');
    expect(await problem(await post('orders/who?instance=GONE', ''))).toEqual([404, 'INSTANCE_NOT_FOUND']);
    expect((await problem(await post('orders/who?instance=a.b', '')))[0]).toBe(400);
  });

  it('hands on an error of the endpoint with its status', async () => {
    orders.nc.subscribe('cirata.extensions.orders.fail', {
      callback: (_error, message) => {
        const headers = createHeaders();
        headers.set('Nats-Service-Error-Code', '409');
        headers.set('Nats-Service-Error', 'sold out');
        message.respond('', { headers });
      },
    });
    await orders.nc.flush();
    const response = await post('orders/fail', '');
    expect([response.status, await response.json()]).toEqual([409, { error: 'sold out', code: 409 }]);
  });

  it('answers 504 where the endpoint does not answer in time', async () => {
    orders.nc.subscribe('cirata.extensions.orders.silent', { callback: () => undefined });
    await orders.nc.flush();
    expect(await problem(await post('orders/silent', '', { 'symphony-timeout': '50' }))).toEqual([
      504,
      'GATEWAY_TIMEOUT',
    ]);
    expect(await problem(await post('orders/silent', '', { 'symphony-timeout': 'soon' }))).toEqual([
      400,
      'INVALID_REQUEST',
    ]);
  });

  it.each([
    ['nowhere/list', 404, 'EXTENSION_NOT_FOUND'],
    ['orders/a%2E%2Eb', 404, 'ROUTE_NOT_FOUND'],
    ['orders/%3E', 404, 'ROUTE_NOT_FOUND'],
    ['Orders/list', 404, 'EXTENSION_NOT_FOUND'],
  ])('answers %s with %i %s', async (path, status, code) => {
    expect(await problem(await post(path, ''))).toEqual([status, code]);
  });

  it('answers 413 for more than the server takes', async () => {
    expect(await problem(await post('orders/echo', new Uint8Array(2 * 2 ** 20)))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect((await post('orders/echo', new Uint8Array(9 * 2 ** 20))).status).toBe(413);
  });

  it('answers 503 where no instance is connected', async () => {
    const idle = await join(platform, 'idle');
    await idle.nc.request(platformServices.register, manifest('idle'), { timeout: 10_000 });
    expect(await problem(await post('idle/list', ''))).toEqual([503, 'NO_LIVE_INSTANCE']);
    await idle.nc.close();
  });

  it('refuses a key that may not call the endpoint', async () => {
    const capabilities = { pub: { allow: ['cirata.extensions.orders.echo'] }, sub: { allow: [] } };
    const { token } = await platform.keys.create({ name: 'narrow', kind: 'client', capabilities });
    const call = (endpoint: string) =>
      send(`/api/v1/services/orders/${endpoint}`, { method: 'POST', body: '1', token });
    expect((await call('echo')).status).toBe(200);
    expect(await problem(await call('trace'))).toEqual([403, 'PERMISSION_DENIED']);
  });
});

describe('startPlatform', () => {
  it('says which port is in use, and leaves nothing running', async () => {
    const other: Server = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    await expect(startPlatform({ http: { port } })).rejects.toMatchObject({ code: 'PORT_IN_USE', params: { port } });
    other.close();
  });
});

describe('a platform on IPv6', () => {
  it('names its address so that it can be used', async () => {
    await using six = await startPlatform({ http: { host: '::1' } });
    expect((await fetch(`${six.httpUrl}/api/v1/ping`)).status).toBe(200);
    const { token } = await six.keys.create({ name: 'k', kind: 'client' });
    expect(parseToken(token).host).toBe(new URL(six.httpUrl).host);
  });
});
