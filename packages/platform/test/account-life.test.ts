import { jetstreamManager } from '@nats-io/jetstream';
import { platformServices, rights } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { connectWith, exchange, type Joined, join, manifest } from './nats-user.js';

interface Account {
  readonly prefix: string;
  readonly frozen?: string;
  readonly frozenBecause?: string;
}

let platform: Platform;
let admin: string;
beforeAll(async () => {
  platform = await startPlatform();
  const capabilities = { pub: { allow: [rights.keysAdmin, rights.auditRead] }, sub: { allow: [] } };
  admin = (await platform.keys.create({ name: 'admin', kind: 'client', capabilities })).token;
});
afterAll(() => platform.stop());

const ask = (deed: string, token = admin): Promise<Response> => {
  const [method = '', path = ''] = deed.split(' ');
  return fetch(`${platform.httpUrl}/api/v1/admin/${path}`, { method, headers: { authorization: `Bearer ${token}` } });
};
const accounts = async (): Promise<Account[]> => (await (await ask('GET accounts')).json()) as Account[];
const accountOf = async (prefix: string): Promise<Account | undefined> =>
  (await accounts()).find((account) => account.prefix === prefix);
const isFrozen = async (prefix: string): Promise<boolean> => (await accountOf(prefix))?.frozen !== undefined;
const register = async ({ nc }: Pick<Joined, 'nc'>, prefix: string): Promise<unknown> => {
  const sent = manifest(prefix, { buckets: [{ name: `${prefix}_items` }] });
  return (await nc.request(platformServices.register, sent, { timeout: 10_000 })).json();
};
const streamsOf = async ({ nc }: Pick<Joined, 'nc'>): Promise<string[]> =>
  (await (await jetstreamManager(nc, { checkAPI: false })).streams.names().next()).sort();

/** An extension with a bucket, whose last key has ended. */
async function revoked(prefix: string): Promise<void> {
  const key = await join(platform, prefix);
  await register(key, prefix);
  await platform.keys.revoke(key.id);
}

async function mint(prefix: string): Promise<unknown> {
  const { token } = await platform.keys.create({ name: 'mints', kind: 'registration', prefix });
  const nc = await connectWith(await exchange(platform, token));
  try {
    const body = JSON.stringify({ prefix, name: prefix, capabilities: { pub: { allow: [] }, sub: { allow: [] } } });
    return (await nc.request(platformServices.provision, body, { timeout: 10_000 })).json();
  } finally {
    await nc.close();
  }
}

describe('an account', () => {
  it('is open by the time a new key for it is handed out', async () => {
    for (let round = 0; round < 5; round += 1) {
      await revoked('again');
      // A request is refused at once as long as the account has no imports.
      const key = await join(platform, 'again');
      expect(await register(key, 'again')).toHaveProperty('registered');
      await platform.keys.revoke(key.id);
    }
  });

  it('is frozen soon after its last key has expired, and a registration token takes it up again', async () => {
    const expires = new Date(Date.now() + 2_000);
    const { token } = await platform.keys.create({ name: 'brief', prefix: 'brief', kind: 'extension', expires });
    const nc = await connectWith(await exchange(platform, token));
    await register({ nc }, 'brief');
    await eventually(() => isFrozen('brief'), 5_000);
    expect(await accountOf('brief')).toMatchObject({ frozenBecause: 'expired' });
    await nc.close();
    expect(await mint('brief')).toMatchObject({ token: expect.any(String) });
    expect(await isFrozen('brief')).toBe(false);
  });

  it('stays open while one of its keys counts', async () => {
    const expires = new Date(Date.now() + 500);
    const brief = await platform.keys.create({ name: 'a', prefix: 'pair', kind: 'extension', expires });
    await platform.keys.create({ name: 'b', prefix: 'pair', kind: 'extension' });
    await eventually(async () => (await exchange(platform, brief.token).catch(() => undefined)) === undefined);
    // The check that freezes this account would also have frozen the other one.
    const other = new Date(Date.now() + 200);
    await platform.keys.create({ name: 'c', prefix: 'alone', kind: 'extension', expires: other });
    await eventually(() => isFrozen('alone'));
    expect(await isFrozen('pair')).toBe(false);
  });

  it('can be thawed, and then taken up by a registration token, with its data', async () => {
    await revoked('orders');
    expect(await accountOf('orders')).toMatchObject({ frozenBecause: 'revoked' });
    expect(await mint('orders')).toMatchObject({ code: 'REGISTRATION_REFUSED' });
    expect((await ask('POST accounts/orders/thaw')).status).toBe(204);
    expect(await isFrozen('orders')).toBe(false);
    const { token } = (await mint('orders')) as { token: string };
    const nc = await connectWith(await exchange(platform, token));
    expect(await streamsOf({ nc })).toEqual(['KV_orders_items', 'KV_symphony_status']);
    await nc.close();
  });

  it('can be deleted with its data, and made anew by anybody', async () => {
    const first = await join(platform, 'stock');
    await register(first, 'stock');
    expect((await ask('DELETE accounts/stock')).status).toBe(409);
    await platform.keys.revoke(first.id);
    expect((await ask('DELETE accounts/stock')).status).toBe(204);
    expect(await accountOf('stock')).toBeUndefined();
    expect(platform.registry.manifest('stock')).toBeUndefined();

    const second = await join(platform, 'stock');
    expect(await streamsOf(second)).toEqual([]);
    expect(await register(second, 'stock')).toMatchObject({ registered: expect.any(String) });
    // Its account has the same keys as the deleted one. Credentials for the deleted account must not open it.
    await expect(connectWith(first.credentials)).rejects.toThrow();
    await second.nc.close();
  });

  it('gives no key that is of no use while somebody deletes it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await platform.keys.create({ name: 'first', kind: 'extension', prefix: 'going' });
      await platform.keys.revoke(id);
      const made = [0, 1, 2, 3].map(() => platform.keys.create({ name: 'next', kind: 'extension', prefix: 'going' }));
      const deleted = [ask('DELETE accounts/going'), ask('DELETE accounts/going')];
      const keys = (await Promise.allSettled(made)).flatMap((key) => (key.status === 'fulfilled' ? [key.value] : []));
      const statuses = (await Promise.all(deleted)).map(({ status }) => status);
      expect(statuses.filter((status) => ![204, 404, 409].includes(status))).toEqual([]);
      for (const key of keys) {
        const nc = await connectWith(await exchange(platform, key.token));
        expect((await nc.request(platformServices.info, '', { timeout: 10_000 })).json()).toHaveProperty('name');
        await nc.close();
        await platform.keys.revoke(key.id);
      }
    }
  }, 60_000);

  it('is for administrators alone, who find their deeds in the audit log', async () => {
    const { token } = await platform.keys.create({ name: 'reader', kind: 'client' });
    for (const deed of ['GET accounts', 'POST accounts/orders/thaw', 'DELETE accounts/orders']) {
      expect((await ask(deed, token)).status).toBe(403);
    }
    expect((await ask('DELETE accounts/nobody')).status).toBe(404);
    const entries = (await (await ask('GET audit')).json()) as { action: string; target: string }[];
    const deeds = entries.map(({ action, target }) => `${action} ${target}`);
    expect(deeds).toEqual(expect.arrayContaining(['account.thaw orders', 'account.delete stock']));
  });
});
