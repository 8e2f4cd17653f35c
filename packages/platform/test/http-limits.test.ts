import net from 'node:net';
import { ErrorReply } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';

const HEADERS_LIMIT_MS = 10_000;
let platform: Platform;
let token: string;

beforeAll(async () => {
  platform = await startPlatform({
    http: { trustProxy: 1, connections: { perAddress: 40 } },
    rateLimits: { exchange: 20, signIn: 5 },
  });
  ({ token } = await platform.keys.create({ name: 'client', kind: 'client' }));
});
afterAll(() => platform.stop());

const port = () => Number(new URL(platform.httpUrl).port);
/** Sends raw bytes, and returns everything that arrives until the server closes the connection. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = net.connect(port(), '127.0.0.1', () => socket.write(text));
    let got = '';
    socket.on('data', (chunk: Buffer) => (got += chunk.toString())).on('close', () => resolve(got));
    socket.on('error', () => undefined);
  });

describe('a request that no route sees', () => {
  it.each([
    ['a malformed URL', 'GET /api/v1/%zz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n', 400, 'INVALID_REQUEST'],
    [
      'headers that are too large',
      `GET / HTTP/1.1\r\nHost: h\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'INVALID_REQUEST',
    ],
    ['what is not HTTP', 'GET /api/v1/items/a b HTTP/1.1\r\nHost: h\r\n\r\n', 400, 'INVALID_REQUEST'],
    [
      'a long parameter',
      `DELETE /api/v1/key/${'a'.repeat(500)} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`,
      414,
      'INVALID_REQUEST',
    ],
  ])('%s is answered in our form', async (_what, request, status, code) => {
    const [head = '', body = ''] = (await raw(request)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/^x-content-type-options: nosniff$/im);
    expect(head).toMatch(/^content-security-policy: default-src 'none'/im);
    expect(ErrorReply.strict().parse(JSON.parse(body)).code).toBe(code);
  });

  it('has no content type that the library knows', async () => {
    const init = { method: 'POST', body: 'x', headers: { authorization: `Bearer ${token}`, 'content-type': 'json' } };
    const response = await fetch(`${platform.httpUrl}/api/v1/keys`, init);
    expect([response.status, await response.json()]).toEqual([
      415,
      expect.objectContaining({ code: 'INVALID_REQUEST' }),
    ]);
  });
});

describe('a body', () => {
  const put = async (path: string, bytes: number): Promise<number> => {
    const init = { method: 'PUT', body: JSON.stringify({ name: 'x'.repeat(bytes) }) };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${platform.httpUrl}/api/v1/${path}`, { ...init, headers });
    await response.arrayBuffer();
    return response.status;
  };
  it.each([
    ['admin/business-units/none', 60_000, 403],
    ['admin/business-units/none', 70_000, 413],
    ['usage/records/none/attribution', 70_000, 413],
    ['admin/roles/none', 400_000, 403],
    ['admin/roles/none', 600_000, 413],
  ])('of %s with %i bytes is answered with %i', async (path, bytes, status) => {
    expect(await put(path, bytes)).toBe(status);
  });
});

describe('the limit on exchanges', () => {
  const exchange = (shown: string, forwardedFor: string) =>
    fetch(`${platform.httpUrl}/api/v1/apikey`, {
      headers: { authorization: `Bearer ${shown}`, 'x-forwarded-for': forwardedFor },
    }).then(async (response) => {
      await response.arrayBuffer();
      return response.status;
    });

  it('counts a stranger by what the proxy saw, whatever the stranger wrote, and a good key by itself', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 25; index += 1) statuses.push(await exchange('A.B.C', `10.0.${index}.1, 192.0.2.7`));
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    expect(await exchange(token, '192.0.2.7')).toBe(200);
  });
});

describe('a slow client', () => {
  it.each([
    ['that sends nothing', ''],
    ['that never ends its headers', 'GET /api/v1/ping HTTP/1.1\r\nHost: h\r\n'],
  ])(
    '%s is let go',
    async (_what, first) => {
      const started = performance.now();
      await raw(first);
      expect(performance.now() - started).toBeLessThan(HEADERS_LIMIT_MS * 2);
    },
    HEADERS_LIMIT_MS * 3,
  );

  it('with many idle connections keeps nobody out', async () => {
    const sockets = Array.from({ length: 60 }, () => net.connect(port(), '127.0.0.1').on('error', () => undefined));
    await eventually(() => sockets.every((socket) => !socket.connecting));
    await eventually(() => sockets.filter((socket) => !socket.closed && !socket.destroyed).length <= 40);
    expect((await fetch(`${platform.httpUrl}/api/v1/ping`)).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });
});

it('refuses a proxy that has no address', async () => {
  await expect(startPlatform({ http: { trustProxy: 'proxy.example' } })).rejects.toMatchObject({
    code: 'INVALID_CONFIGURATION',
  });
});
