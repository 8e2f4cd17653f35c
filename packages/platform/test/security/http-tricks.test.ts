import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { headers as createHeaders } from '@nats-io/nats-core';
import { contentTypes } from '@symphony-ts/contract';
import { openWorld, serve, type World } from './world.js';

/** A client that may call `list` of `catalog` tries to reach more with unusual spellings of its requests. */
let world: World;
let port: number;
beforeAll(async () => {
  world = await openWorld();
  port = Number(new URL(world.platform.httpUrl).port);
});
afterAll(() => world[Symbol.asyncDispose]());

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly token?: string;
  readonly body?: string;
}
interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Sends a path unchanged. `fetch` would normalize it first. */
const send = (path: string, { method = 'POST', headers = {}, token, body = '{}' }: Asked = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const authorization = `Bearer ${token ?? world.client.token}`;
    const sent = httpRequest(
      { port, host: '127.0.0.1', agent: false, path, method, headers: { authorization, ...headers } },
      (got) => {
        let text = '';
        got.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        got.on('end', () => resolve({ status: got.statusCode ?? 0, text, headers: got.headers }));
      },
    );
    sent.on('error', reject).end(body);
  });

/** Sends bytes that no HTTP library would send, and reads the first line of the answer. */
const raw = (...lines: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (text.includes('\r\n')) socket.destroy();
    });
    socket.on('close', () => resolve(text.split('\r\n')[0] ?? ''));
    socket.on('error', reject);
  });

const services = '/api/v1/services/';
const gateway = '/api/v1/extensions/';
const LONG = 'a'.repeat(12_000);

describe('a path', () => {
  it('that says plainly what it means is served', async () => {
    expect((await send(`${services}catalog/list`)).status).toBe(200);
  });

  it.each([
    `${services}catalog/list/../admin`,
    `${services}catalog/list%2f..%2fadmin`,
    `${services}catalog/..%2fcatalog%2fadmin`,
    `${services}catalog/%2e%2e/catalog/admin`,
    `${services}catalog%2fadmin`,
    `${services}catalog%2fadmin/list`,
    `${services}catalog%252fadmin/list`,
    `${services}catalog.admin/list`,
    `${services}catalog%2eadmin/list`,
    `${services}catalog/list.admin`,
    `${services}catalog/list%2eadmin`,
    `${services}catalog/instance.X.show`,
    `${services}catalog/*`,
    `${services}catalog/%3e`,
    `${services}*/list`,
    `${services}%3e/list`,
    `${services}catalog/ad%6din`,
    `${services}catalog/%61dmin`,
    `${services}catalog/admin/`,
    `${services}catalog//admin`,
    `${services}/catalog/admin`,
    `//api/v1/services/catalog/admin`,
    `/api/v1/./services/catalog/admin`,
    `/api/v1/ping/../services/catalog/admin`,
    `/API/V1/services/catalog/admin`,
    `${services}catalog/admin;list`,
    `${services}catalog/admin?endpoint=list`,
    `${services}catalog/admin#list`,
    `${services}catalog/list%00admin`,
    `${services}catalog/%0d%0aadmin`,
    `${services}catalog/list%20admin`,
    `${services}catalog/%e0%80%ae`,
    `${services}catalog/%`,
    `${services}catalog/%zz`,
    `${services}Catalog/admin`,
    `${services}__proto__/constructor`,
    `${services}constructor/list`,
    `${services}${LONG}/list`,
    `${services}catalog/${LONG}`,
    `${gateway}catalog/items/../../orders/items`,
    `${gateway}catalog%2fitems`,
    `${gateway}catalog/..%2f..%2fservices/catalog/admin`,
    `${gateway}__proto__/items`,
    `${gateway}constructor/items`,
    `${gateway}catalog/items`,
  ])('%.80s calls nothing its caller may not call', async (path) => {
    const before = world.calls.length;
    const { status, text } = await send(path);
    expect([400, 403, 404, 405, 414, 431]).toContain(status);
    expect(text).not.toContain('"account"');
    expect(world.calls.slice(before)).toEqual([]);
  });

  it('of a mebibyte is refused, and the server lives', async () => {
    await send(services + 'a'.repeat(2 ** 20)).then(
      ({ status }) => expect([414, 431]).toContain(status),
      (error: unknown) => expect(String(error)).toMatch(/ECONNRESET|EPIPE/),
    );
    expect((await send('/api/v1/ping', { method: 'GET', body: '' })).status).toBe(200);
  });
});

describe('an instance', () => {
  it.each(['*', '%3E', '>', 'a.b', 'a%2eb', '', '%20', '..', `*.show`, LONG, '%00', '%0d%0aX'])(
    '%.40s is none',
    async (instance) => {
      const before = world.calls.length;
      for (const path of [`${services}catalog/list`, `${gateway}catalog/items`]) {
        const method = path.startsWith(gateway) ? 'GET' : 'POST';
        const { status } = await send(`${path}?instance=${instance}`, { method, body: '' });
        expect([400, 404, 414, 431]).toContain(status);
      }
      expect(world.calls.slice(before)).toEqual([]);
    },
  );

  it('named twice is no way round the check', async () => {
    const { id } = world.catalog;
    const before = world.calls.length;
    const { status } = await send(`${services}catalog/list?instance=${id}&instance=*`);
    expect([status, world.calls.slice(before)]).toEqual([400, []]);
  });
});

describe('a method', () => {
  it.each(['X-HTTP-Method-Override', 'X-Method-Override', 'X-HTTP-Method', '_method'])(
    'is not what %s says',
    async (name) => {
      const before = world.calls.length;
      const asked = { method: 'GET', headers: { [name]: 'POST' }, body: '' };
      expect((await send(`${gateway}catalog/items?${name}=POST`, asked)).status).toBe(200);
      expect(world.calls.slice(before)).toEqual(['list']);
    },
  );

  it.each(['TRACE', 'CONNECT', 'PROPFIND', 'get', 'FOO'])('%s is not served', async (method) => {
    const line = await raw(`${method} ${services}catalog/list HTTP/1.1`, 'Host: x', 'Connection: close');
    expect(line).toMatch(/ (400|401|404|405|501) |^$/);
  });
});

describe('a header', () => {
  /** The headers that arrived at the extension. */
  const seen: string[] = [];
  let token: string;
  beforeAll(async () => {
    serve(world.catalog.nc, 'cirata.extensions.catalog.echo', (message) => {
      for (const name of message.headers?.keys() ?? []) seen.push(`${name}: ${message.headers?.get(name)}`);
      message.respond('ok');
    });
    await world.catalog.nc.flush();
    const capabilities = { pub: { allow: ['cirata.extensions.catalog.echo'] }, sub: { allow: [] } };
    ({ token } = await world.platform.keys.create({ name: 'e', kind: 'client', capabilities }));
  });

  it('cannot pass itself off as the platform’s word to the extension', async () => {
    const forged = { 'Nats-Request-Info': '{"user":"FORGED"}', 'Nats-Rollup': 'all', 'Nats-Expected-Stream': 'x' };
    expect((await send(`${services}catalog/echo`, { token, headers: forged })).status).toBe(200);
    expect(seen).toContain('Symphony-Timeout: 30000');
    expect(seen.filter((line) => /rollup|expected|FORGED/i.test(line))).toEqual([]);
  });

  it.each(['traceparent: a\nNats-Rollup: all', 'traceparent: a\rNats-Rollup: all', 'traceparent: a\0b'])(
    'with a line break in it brings no header of its own to the extension: %j',
    async (line) => {
      const authorization = `Authorization: Bearer ${token}`;
      const first = await raw(
        `POST ${services}catalog/echo HTTP/1.1`,
        'Host: x',
        authorization,
        line,
        'Content-Length: 0',
      );
      expect(first).toMatch(/ (200|400) /);
      expect(seen.filter((name) => /rollup|\0/i.test(name))).toEqual([]);
    },
  );

  it.each([
    ['Content-Length: 0', 'Transfer-Encoding: chunked'],
    ['Content-Length: 0', 'Content-Length: 5'],
    ['Transfer-Encoding: xchunked'],
  ])('cannot hide a second request behind the first: %s', async (...lines) => {
    const authorization = `Authorization: Bearer ${world.client.token}`;
    expect(await raw(`POST ${services}catalog/list HTTP/1.1`, 'Host: x', authorization, ...lines)).toMatch(
      / (400|411|501) /,
    );
  });

  it('of an answer cannot split it, set cookies, or loosen what browsers may do with it', async () => {
    const wrapper = {
      statusCode: 200,
      headers: { 'Set-Cookie': 'a=b', 'Content-Security-Policy': 'default-src *', 'X-Good': 'yes' },
      body: 'x',
      contentType: 'text/html',
    };
    const answers = [wrapper, { ...wrapper, headers: { 'X-Bad': 'a\r\nSet-Cookie: a=b' } }];
    const subscription = serve(world.catalog.nc, 'cirata.extensions.catalog.page', (message) => {
      const marked = createHeaders();
      marked.set('Content-Type', contentTypes.wrapped);
      message.respond(JSON.stringify(answers.shift()), { headers: marked });
    });
    await world.catalog.nc.flush();
    const capabilities = { pub: { allow: ['cirata.extensions.catalog.page'] }, sub: { allow: [] } };
    const { token } = await world.platform.keys.create({ name: 'p', kind: 'client', capabilities });
    const good = await send(`${services}catalog/page`, { token });
    const { headers } = good;
    expect([headers['set-cookie'], headers['x-good']]).toEqual([undefined, 'yes']);
    expect(headers['content-security-policy']).toMatch(/^sandbox/);
    const bad = await send(`${services}catalog/page`, { token });
    expect([bad.status, bad.headers['set-cookie']]).toEqual([502, undefined]);
    subscription.unsubscribe();
  });

  it.each(['bearer', 'Bearer ', 'Bearer a b', 'Bearer  ', `Bearer ${LONG}`, 'Token x', 'Bearer \u00e9'])(
    'Authorization %.20j is no token',
    async (authorization) => {
      expect([400, 401, 431]).toContain(
        (await send('/api/v1/keys', { method: 'GET', headers: { authorization }, body: '' })).status,
      );
    },
  );

  it('a token in the query, a cookie or another header is none', async () => {
    const { token } = world.client;
    const headers = { authorization: '', cookie: `token=${token}`, 'x-api-key': token };
    expect((await send(`/api/v1/keys?token=${token}`, { method: 'GET', headers, body: '' })).status).toBe(401);
  });
});
