import { request as httpRequest } from 'node:http';
import { platformServices } from '@symphony-ts/contract';
import fc from 'fast-check';
import { urlQuery } from '../../../../test/support/text-arbitraries.js';
import type { Joined } from '../nats-user.js';
import { requestAgain } from '../support/request-again.js';
import { openWorld, type World } from './world.js';

/** Everything that is sent to the platform must be answered, and never with 500. */
let world: World;
let root: string;
beforeAll(async () => {
  world = await openWorld({ dev: { grantDeclared: true, signIn: true }, rateLimits: { signIn: 1e6, exchange: 1e6 } });
  const capabilities = { pub: { allow: ['cirata.services.>'] }, sub: { allow: [] } };
  root = (await world.platform.keys.create({ name: 'root', kind: 'client', capabilities })).token;
});
afterAll(() => world[Symbol.asyncDispose]());

const RUNS = { numRuns: 120 };
const word = fc.oneof(
  fc.constantFrom(
    'orders',
    'catalog',
    'catalog_items',
    'k',
    '>',
    '*',
    '..',
    '__proto__',
    'constructor',
    '',
    '\0',
    'a b',
    '\u{1f600}',
  ),
  fc.string(),
  fc.string({ minLength: 300, maxLength: 400 }),
);
const allow = fc.record({ allow: fc.array(fc.oneof(word, fc.constant('cirata.extensions.catalog.list'))) });
const wild = fc.oneof(word, fc.jsonValue());
/** Objects that resemble valid input, with any values in them. */
const likely = fc.record(
  {
    prefix: wild,
    name: wild,
    version: fc.oneof(fc.constant('1.0.0'), wild),
    kind: fc.oneof(fc.constantFrom('client', 'extension', 'registration'), wild),
    bucket: wild,
    key: wild,
    value: fc.jsonValue(),
    encoding: fc.oneof(fc.constant('base64'), wild),
    capabilities: fc.oneof(
      fc.record({ pub: allow, sub: allow }),
      fc.array(fc.record({ type: wild, subject: wild })),
      wild,
    ),
    buckets: fc.oneof(fc.array(fc.record({ name: wild, ttl: wild, max_history_per_key: wild })), wild),
    features: fc.oneof(fc.record({ resources: wild, routes: wild, menus: wild, widgets: wild }), wild),
    services: fc.oneof(
      fc.array(fc.record({ name: word, version: word, metadata: fc.record({ openapi: fc.oneof(word, fc.json()) }) })),
      wild,
    ),
    notes: wild,
    expires: fc.oneof(fc.constant('2099-01-01T00:00:00Z'), wild),
    unit: wild,
    groups: wild,
  },
  { requiredKeys: [] },
);
const capabilities = { pub: { allow: ['cirata.extensions.catalog.list'] }, sub: { allow: [] } };
/** Valid inputs. */
const valid: readonly Record<string, unknown>[] = [
  { prefix: 'catalog', name: 'Catalog', version: '1.0.0', capabilities: [], buckets: [], services: [], features: {} },
  { bucket: 'catalog_items', prefix: 'catalog', key: 'k', value: { account: 'catalog' } },
  { prefix: 'team-a', name: 'a', capabilities },
  { prefix: 'team-a', name: 'a', capabilities, requestId: '0123456789abcdef', attempt: 0 },
  { name: 'k', kind: 'extension', prefix: 'catalog' },
  { name: 'k', kind: 'registration', prefix: 'team-*', maxUses: 3 },
  { name: 'k', kind: 'client', capabilities, notes: 'n', expires: '2099-01-01T00:00:00Z' },
  { name: 'k', description: 'd', groups: ['g'], capabilities },
  { name: 'k', unit: null, license: 'a.b.c', units: 1, type: 'x', operation: 'y' },
];
/** Valid inputs in which one field has an invalid value. */
const nearly = fc
  .tuple(fc.constantFrom(...valid), fc.nat(), fc.oneof(wild, likely))
  .map(([one, index, value]) => ({ ...one, [Object.keys(one)[index % Object.keys(one).length] ?? '']: value }));
const body = fc.oneof(
  { weight: 4, arbitrary: nearly.map((value) => JSON.stringify(value)) },
  { weight: 3, arbitrary: likely.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 2_000 }).map((depth) => '['.repeat(depth)) },
);

const services = Object.values(platformServices);

/** The status of a refusal, or an empty text. */
const statusOf = async ({ nc }: Joined, subject: string, request: Uint8Array | string): Promise<string> =>
  (await requestAgain(nc, subject, request)).headers?.get('Nats-Service-Error-Code') ?? '';

describe('a platform service', () => {
  it.each(services)(
    '%s answers whatever it is asked',
    async (subject) => {
      const sender: Joined = subject === platformServices.provision ? world.registration : world.catalog;
      await fc.assert(
        fc.asyncProperty(body, async (text) => {
          expect(await statusOf(sender, subject, text)).not.toBe('500');
        }),
        RUNS,
      );
    },
    60_000,
  );

  it('answers bytes that are no text', async () => {
    for (const subject of services.filter((service) => service !== platformServices.provision)) {
      expect(await statusOf(world.catalog, subject, Uint8Array.of(0xff, 0xfe, 0, 0x80))).not.toBe('500');
    }
  });
});

interface Sent {
  readonly authorization?: string;
  readonly body?: string;
  readonly type?: string;
}
const status = (method: string, path: string, { authorization, body: text = '', type }: Sent): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname: host, port } = new URL(world.platform.httpUrl);
    const headers = {
      authorization: authorization ?? `Bearer ${root}`,
      'content-length': String(Buffer.byteLength(text)),
      ...(type === undefined ? {} : { 'content-type': type }),
    };
    const sent = httpRequest({ host, port, method, path: `/api/v1/${path}`, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject).end(text);
  });

describe('a route', () => {
  it.each([
    ['POST', 'keys'],
    ['PUT', 'key/<client>'],
    ['PUT', 'admin/roles/fuzzed'],
    ['PUT', 'admin/business-units/fuzzed'],
    ['PUT', 'admin/attribution-rules/fuzzed'],
    ['PUT', 'usage/records/none/attribution'],
    ['POST', 'admin/licenses'],
    ['POST', 'services/catalog/list'],
    ['POST', 'extensions/catalog/items'],
    ['DELETE', 'key/none'],
    ['GET', 'apikey'],
    ['GET', 'usertoken'],
  ])(
    '%s %s takes any body',
    async (method, path) => {
      const types = fc.constantFrom(
        'application/json',
        'text/plain',
        'application/jose',
        'application/x-none',
        undefined,
      );
      await fc.assert(
        fc.asyncProperty(body, types, async (text, type) => {
          const found = await status(method, path.replace('<client>', world.client.id), {
            body: text,
            ...(type === undefined ? {} : { type }),
          });
          expect(found).not.toBe(500);
        }),
        RUNS,
      );
    },
    60_000,
  );

  it.each(['apikey', 'usertoken', 'keys', 'admin/audit'])(
    'GET %s takes any Authorization, and any query',
    async (path) => {
      const printable = fc.string({ unit: 'binary-ascii' }).map((text) => text.replace(/[^\x20-\x7e]/g, '?'));
      const parts = fc.tuple(printable, printable, printable).map((all) => `Bearer ${all.join('.')}`);
      const query = urlQuery();
      await fc.assert(
        fc.asyncProperty(fc.oneof(printable, parts), query, async (authorization, more) => {
          expect(await status('GET', `${path}?${more}`, { authorization })).not.toBe(500);
          expect(await status('GET', `${path}?count=${encodeURIComponent(authorization)}`, {})).not.toBe(500);
        }),
        RUNS,
      );
    },
    60_000,
  );
});

describe('afterwards', () => {
  it('the platform is as it was', async () => {
    const list = await world.catalog.nc.request(platformServices.extensions, '', { timeout: 5_000 });
    expect(list.string()).toContain('"catalog"');
    expect(await status('GET', 'health', {})).toBe(200);
  });
});
