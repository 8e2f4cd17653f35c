import { formatToken, httpPaths, parseToken } from '@symphony-ts/contract';
import { type Caller, callers, type HttpRow, httpTable, type Stranger, strangers } from './http-table.js';
import { openWorld, type World } from './world.js';

let world: World;
let tokens: Record<Exclude<Caller, 'stranger'>, string>;
let strange: Record<Stranger, string | undefined>;
beforeAll(async () => {
  world = await openWorld({ rateLimits: { signIn: 10_000, exchange: 10_000 } });
  const { platform, client, orders, registration } = world;
  const everything = { pub: { allow: ['cirata.services.>', ...all] }, sub: { allow: [] } };
  const root = await platform.keys.create({ name: 'root', kind: 'client', capabilities: everything });
  tokens = {
    client: client.token,
    extension: orders.token,
    registration: registration.token,
    administrator: root.token,
  };
  const revoked = await platform.keys.create({ name: 'revoked', kind: 'client' });
  await platform.keys.revoke(revoked.id);
  const expires = new Date(Date.now() - 1);
  const expired = await platform.keys.create({ name: 'expired', kind: 'client', expires });
  const own = parseToken(client.token);
  strange = {
    'no token': undefined,
    'no bearer': `Basic ${client.token}`,
    malformed: 'Bearer a.b',
    foreign: `Bearer ${formatToken({ ...own, keyId: 'AAAAAAAAAAAAAAAAAAAA' })}`,
    'wrong secret': `Bearer ${formatToken({ ...own, secret: parseToken(root.token).secret })}`,
    revoked: `Bearer ${revoked.token}`,
    expired: `Bearer ${expired.token}`,
  };
});
afterAll(() => world[Symbol.asyncDispose]());

const all = ['list', 'admin', 'commands', 'show'].map((name) => `cirata.extensions.catalog.${name}`);

async function status({ method, path, body }: HttpRow, authorization: string | undefined): Promise<number> {
  const response = await fetch(`${world.platform.httpUrl}${path.replace('<catalog>', world.catalog.id)}`, {
    method,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  });
  await response.arrayBuffer();
  return response.status;
}

describe('over HTTP', () => {
  it.each(httpTable.map((row) => [row.method, row.path, row] as const))('%s %s', async (_method, _path, row) => {
    const found: Partial<Record<Caller, number>> = {};
    for (const [caller, token] of Object.entries(tokens)) {
      Object.assign(found, { [caller]: await status(row, `Bearer ${token}`) });
    }
    for (const way of strangers) {
      expect([way, await status(row, strange[way])]).toEqual([way, row.status.stranger]);
    }
    expect({ stranger: row.status.stranger, ...found }).toEqual(row.status);
  });

  it('every caller of the table has tried', () => {
    expect(['stranger', ...Object.keys(tokens)].sort()).toEqual([...callers].sort());
  });

  it('no route is missing in the table', () => {
    const routes: readonly string[] = Object.values(httpPaths);
    const isInTable = (route: string): boolean => {
      const pattern = new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/?]+')}(\\?|$)`);
      return httpTable.some(({ path }) => pattern.test(path));
    };
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.filter((route) => !isInTable(route))).toEqual([]);
  });
});
