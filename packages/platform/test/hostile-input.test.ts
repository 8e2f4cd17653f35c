import { type LogFields, type Logger, platformServices, silentLogger } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import fc from 'fast-check';
import { urlPath } from '../../../test/support/text-arbitraries.js';
import { exchange, join, manifest } from './nats-user.js';
import { requestAgain } from './support/request-again.js';

/** Everything the platform logs in this file, at every level. */
const lines: string[] = [];
const note = (message: string, fields?: LogFields): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
const logger: Logger = { ...silentLogger, debug: note, info: note, warn: note, error: note, child: () => logger };

let platform: Platform;
let token: string;
const secrets: string[] = [];
beforeAll(async () => {
  platform = await startPlatform({ logger, dev: { grantDeclared: true } });
  token = (await platform.keys.create({ name: 'root', kind: 'client' })).token;
  secrets.push(token);
});
afterAll(() => platform.stop());

const send = (method: string, path: string, body: string, type = 'application/json'): Promise<Response> =>
  fetch(`${platform.httpUrl}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body,
  });

/** Objects that look like what a route takes, and anything else. */
const likely = fc.record(
  {
    name: fc.oneof(fc.string(), fc.jsonValue()),
    kind: fc.oneof(fc.constantFrom('extension', 'client', 'registration'), fc.jsonValue()),
    prefix: fc.oneof(fc.constantFrom('orders', 'team-*', '..', '__proto__', ''), fc.string()),
    capabilities: fc.oneof(
      fc.record({ pub: fc.record({ allow: fc.array(fc.string()) }), sub: fc.record({ allow: fc.array(fc.string()) }) }),
      fc.jsonValue(),
    ),
    expires: fc.oneof(fc.constant('2030-01-01T00:00:00Z'), fc.string()),
    notes: fc.string(),
    maxUses: fc.oneof(fc.integer(), fc.double()),
    groups: fc.array(fc.string()),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  likely.map((value) => JSON.stringify(value)),
  fc.json(),
  fc.string(),
);

describe('text that would mislead its reader', () => {
  const none = { pub: { allow: [] }, sub: { allow: [] } };
  const texts = ['a\u0000b', 'a\nactor: operator', 'a\u202egnp.exe', 'a\ud800', '\u001b[2Ja'];
  it.each([
    ['a key', 'POST', 'keys', (name: string) => ({ name, kind: 'client' })],
    ['a business unit', 'PUT', 'admin/business-units/one', (name: string) => ({ name })],
    ['a group of a role', 'PUT', 'admin/roles/one', (name: string) => ({ groups: [name], capabilities: none })],
  ])('is no name of %s', async (_what, method, path, bodyOf) => {
    const statuses = await Promise.all(
      texts.map(async (name) => (await send(method, path, JSON.stringify(bodyOf(name)))).status),
    );
    expect(statuses).toEqual(texts.map(() => 400));
  });
});

describe('a body with a field that does not exist', () => {
  const capabilities = { pub: { allow: [] }, sub: { allow: [] } };
  it.each<[string, string, object, string, string]>([
    ['POST', 'keys', { name: 'a', kind: 'client', note: 'n' }, '', 'notes'],
    [
      'POST',
      'keys',
      { name: 'a', kind: 'client', capabilities: { pub: { alow: ['>'] } } },
      'capabilities.pub',
      'allow',
    ],
    ['PUT', 'key/:key', { capabilities: { subs: { allow: [] } } }, 'capabilities', 'sub'],
    ['PUT', 'admin/roles/one', { group: ['a'], capabilities }, '', 'groups'],
    ['PUT', 'admin/roles/one', { capabilities: { pub: { allows: ['a'] } } }, 'capabilities.pub', 'allow'],
    ['PUT', 'admin/business-units/one', { name: 'One', quotas: 5 }, '', 'quota'],
    ['PUT', 'admin/attribution-rules/one', { unit: 'one', prioriti: 1 }, '', 'priority'],
    ['PUT', 'usage/records/none/attribution', { unit: null, units: 1 }, '', 'unit'],
    ['POST', 'admin/licenses', { license: 'x', licence: 'x' }, '', 'license'],
  ])('is refused by %s %s: %j', async (method, path, body, place, meant) => {
    const { id } = await platform.keys.create({ name: 'changed', kind: 'client' });
    const response = await send(method, path.replace(':key', id), JSON.stringify(body));
    expect({ status: response.status, body: await response.json() }).toMatchObject({
      status: 400,
      body: {
        code: 'INVALID_REQUEST',
        details: expect.arrayContaining([
          { path: place, message: expect.stringContaining(`did you mean '${meant}'?`) },
        ]),
      },
    });
  });

  it('may have the name that its path has, as a record that was read', async () => {
    const put = async (path: string, body: object): Promise<number> =>
      (await send('PUT', path, JSON.stringify(body))).status;
    expect(await put('admin/roles/named', { name: 'named', capabilities })).toBe(200);
    expect(await put('admin/roles/named', { name: 'other', capabilities })).toBe(400);
    expect(await put('admin/business-units/named', { id: 'named', name: 'Named' })).toBe(200);
    expect(await put('admin/business-units/named', { id: 'other', name: 'Named' })).toBe(400);
  });
});

describe('an end that is over', () => {
  const over = (): string => new Date(Date.now() - 60_000).toISOString();
  it.each(['POST', 'PUT'])('is refused by %s, with its place', async (method) => {
    const { id } = await platform.keys.create({ name: 'changed', kind: 'client' });
    const body = method === 'POST' ? { name: 'a', kind: 'client', expires: over() } : { expires: over() };
    const response = await send(method, method === 'POST' ? 'keys' : `key/${id}`, JSON.stringify(body));
    expect({ status: response.status, body: await response.json() }).toMatchObject({
      status: 400,
      body: { details: [{ path: 'expires', message: expect.stringContaining('it is in the past') }] },
    });
  });
});

describe('whatever is sent to', () => {
  it.each([
    ['POST', 'keys'],
    ['PUT', 'key/none'],
    ['PUT', 'admin/roles/fuzzed'],
    ['PUT', 'admin/roles/..%2f'],
    ['POST', 'services/orders/list'],
    ['POST', 'admin/licenses'],
  ])(
    '%s /api/v1/%s is answered, and never with 500',
    async (method, path) => {
      await fc.assert(
        fc.asyncProperty(body, async (text) => {
          const response = await send(method, path, text);
          await response.arrayBuffer();
          expect(response.status).not.toBe(500);
        }),
        { numRuns: 60 },
      );
    },
    60_000,
  );

  it('a path below /api/v1 is answered, and never with 500', async () => {
    await fc.assert(
      fc.asyncProperty(urlPath(), fc.constantFrom('GET', 'DELETE'), async (path, method) => {
        const response = await fetch(`${platform.httpUrl}/api/v1${path}`, {
          method,
          headers: { authorization: `Bearer ${token}` },
        });
        await response.arrayBuffer();
        expect(response.status).not.toBe(500);
      }),
      { numRuns: 200 },
    );
  });

  it('a platform service is answered, and never with 500', async () => {
    const orders = await join(platform, 'fuzzed');
    secrets.push(orders.token, orders.credentials.seed, orders.credentials.jwt);
    for (const subject of [platformServices.register, platformServices.provision, platformServices.usageReport]) {
      await fc.assert(
        fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (text) => {
          const reply = await requestAgain(orders.nc, subject, text);
          expect(reply.headers?.get('Nats-Service-Error-Code')).not.toBe('500');
        }),
        { numRuns: 40 },
      );
    }
    const registered = await requestAgain(orders.nc, platformServices.register, manifest('fuzzed'));
    expect(registered.json()).toHaveProperty('registered');
    await orders.nc.close();
  });
});

describe('the log', () => {
  it('has lines, and no secret in any of them', async () => {
    const { token: other } = await platform.keys.create({ name: 'k', prefix: 'orders', kind: 'extension' });
    const { seed, jwt } = await exchange(platform, other);
    await fetch(`${platform.httpUrl}/api/v1/apikey`, { headers: { authorization: `Bearer ${other}x` } });
    await fetch(`${platform.httpUrl}/api/v1/nothing?token=${other}`, { headers: { authorization: `Bearer ${other}` } });
    expect(lines.length).toBeGreaterThan(3);
    const kept = [...secrets, other, seed, jwt].flatMap((secret) => [secret, secret.split('.')[2] ?? secret]);
    expect(kept.filter((secret) => lines.some((line) => line.includes(secret)))).toEqual([]);
  });
});
