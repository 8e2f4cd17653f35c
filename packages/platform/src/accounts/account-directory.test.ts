import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyCapabilities, SymphonyError, silentLogger } from '@symphony-ts/contract';
import { decodeJwt } from 'jose';
import { PausedCallers } from '../floods/paused-callers.js';
import { gateName, gateOf } from '../operator/gates.js';
import { type OperatorKeys, openOperatorKeys } from '../operator/operator-keys.js';
import { type RotationStep, rotateSigningKeys } from '../operator/rotate-signing-keys.js';
import { createAccessRules } from '../rights/access-rules.js';
import { AccountDirectory } from './account-directory.js';
import { defaultAccountLimits } from './account-limits.js';
import type { AccountRecord } from './account-record.js';
import { AccountRecords } from './account-records.js';
import type { SignedAccount } from './account-server.js';

/** A store of accounts that can refuse some, like a server, or not answer. */
class FakeServer {
  readonly refused = new Set<string>();
  readonly pushed: string[] = [];
  readonly held = new Map<string, string>();
  /** Accounts that were to be imported before they existed. */
  readonly missed = new Set<string>();
  /** Called while an account is being sent. */
  onPush: (name: string) => void = () => undefined;
  maxBytes = 2 ** 20;
  isAway = false;

  push({ name, jwt }: SignedAccount): Promise<void> {
    if (this.isAway) {
      const params = { account: name, reason: 'timeout' };
      return Promise.reject(new SymphonyError('ACCOUNT_UPDATE_FAILED', params, { cause: new Error('timeout') }));
    }
    const { sub = '', jti = '', nats } = decodeJwt<{ nats: { imports?: { subject: string; account: string }[] } }>(jwt);
    this.onPush(name);
    const isFull = nats.imports?.some(({ subject }) => subject.includes('.catalog.')) === true;
    if (this.refused.has(name) && isFull) {
      return Promise.reject(new SymphonyError('ACCOUNT_UPDATE_FAILED', { account: name, reason: 'refused' }));
    }
    for (const { account } of nats.imports ?? []) if (!this.held.has(account)) this.missed.add(account);
    this.pushed.push(name);
    this.held.set(sub, jti);
    return Promise.resolve();
  }

  stored(): Promise<Map<string, string>> {
    return Promise.resolve(new Map(this.held));
  }
}

let folder: string;
let keys: OperatorKeys;
let server: FakeServer;
let rows: Map<string, AccountRecord>;
let directory: AccountDirectory;
/** The pauses of callers: the extensions, and the accounts that were sent meanwhile. */
let pauses: { readonly of: readonly string[] | 'all'; readonly pushed: readonly string[] }[];
/** Called when a pause begins. */
let onPause: () => void;
let records: AccountRecords;
const declared = new Map<string, string[]>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'account-directory-'));
  keys = await openOperatorKeys(folder, 1);
  server = new FakeServer();
  rows = new Map();
  declared.clear();
  pauses = [];
  onPause = () => undefined;
  add('catalog', 'orders', 'stock');
  start();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const add = (...names: string[]): void => {
  for (const name of names) rows.set(name, { name, created: '2026-01-01T00:00:00Z', revocations: {} });
};

/** Starts a platform on these records. */
function start(): void {
  const accounts = {
    get: (name: string) => rows.get(name),
    read: async (name: string) => rows.get(name),
    entries: () => [...rows],
    onChange: () => () => undefined,
    update: async (name: string, change: (current: AccountRecord | undefined) => AccountRecord) => {
      const next = change(rows.get(name));
      rows.set(name, next);
      return next;
    },
    delete: async (name: string) => void rows.delete(name),
  };
  records = new AccountRecords({
    accounts,
    declared: (prefix) =>
      keyCapabilities((declared.get(prefix) ?? []).map((subject) => ({ type: 'pub', subject, description: '' }))),
    liveKeys: (prefix) => [{ kind: 'extension', prefix, nkey: 'U' }],
    access: createAccessRules(true),
    limits: defaultAccountLimits,
    paused: new PausedCallers(),
    lifetimeMs: 1_000,
    now: () => 5_000,
  });
  records.follow();
  const pause = {
    around: async (prefixes: readonly string[] | undefined, work: () => Promise<void>) => {
      const before = server.pushed.length;
      onPause();
      await work();
      pauses.push({ of: prefixes ?? 'all', pushed: server.pushed.slice(before) });
    },
  };
  directory = new AccountDirectory({ keys, server, records, pause, now: () => 5_000, logger: silentLogger });
}

describe('AccountDirectory', () => {
  it('sends nothing a second time that the server holds', async () => {
    await directory.sync();
    server.pushed.length = 0;
    await directory.sync();
    start();
    await directory.sync();
    expect(server.pushed).toEqual([]);
  });

  it('sends one account when one extension changed, on a platform of any size', async () => {
    add(...Array.from({ length: 200 }, (_, index) => `team-${index}`));
    start();
    await directory.sync();
    server.pushed.length = 0;
    declared.set('orders', ['extensions.catalog.list']);
    await directory.update(['orders']);
    expect(server.pushed).toEqual(['orders']);
  });

  it('sends what imports from a new extension after it', async () => {
    declared.set('orders', ['extensions.newcomer.list']);
    await directory.sync();
    server.pushed.length = 0;
    add('newcomer');
    start();
    await directory.sync();
    expect(new Set(server.pushed)).toEqual(new Set(['newcomer', 'orders', gateName(gateOf('newcomer'))]));
    expect(server.pushed[0]).toBe('newcomer');
  });

  it('sends no import from an account that a later run creates', async () => {
    await directory.sync();
    server.missed.clear();
    add('first');
    start();
    let later: Promise<void> | undefined;
    server.onPush = () => {
      if (later) return;
      add('second');
      records.follow();
      later = directory.update(['second']);
    };
    await directory.update(['first']);
    await later;
    expect([...server.missed]).toEqual([]);
    expect(server.pushed.slice(-1)).toEqual([gateName(gateOf('second'))]);
  });

  it('goes on with the others when the server refuses one, and keeps it in mind', async () => {
    declared.set('orders', ['extensions.catalog.list']);
    server.refused.add('orders');
    start();
    await directory.sync();
    expect(directory.failed).toEqual(['orders']);
    expect(new Set(server.pushed)).toEqual(new Set([...server.pushed, 'catalog', 'stock', 'PEOPLE', 'HUB']));
    server.refused.clear();
    await directory.update(directory.failed);
    expect(directory.failed).toEqual([]);
  });

  it('tells of a refusal only who asked for that account', async () => {
    await directory.sync();
    declared.set('orders', ['extensions.catalog.list']);
    server.refused.add('orders');
    const [orders, stock] = await Promise.allSettled([directory.update(['orders']), directory.update(['stock'])]);
    expect(orders).toMatchObject({ status: 'rejected', reason: { code: 'ACCOUNT_UPDATE_FAILED' } });
    expect(stock.status).toBe('fulfilled');
  });

  it('sends the revocations of an account even if its other changes are refused', async () => {
    await directory.sync();
    declared.set('orders', ['extensions.catalog.list']);
    server.refused.add('orders');
    await records.revoke({ kind: 'extension', prefix: 'orders', nkey: 'UGONE' });
    server.pushed.length = 0;
    await expect(directory.update(['orders'])).rejects.toMatchObject({ code: 'ACCOUNT_UPDATE_FAILED' });
    expect(server.pushed).toEqual(['orders']);
  });

  it('refuses what is larger than the server takes, without sending it', async () => {
    await directory.sync();
    declared.set(
      'orders',
      Array.from({ length: 200 }, (_, index) => `extensions.catalog.${randomBytes(20).toString('hex')}${index}`),
    );
    server.maxBytes = 20_000;
    await expect(directory.update(['orders'])).rejects.toThrow(/max_payload of the server is 20000/);
  });

  const rotate = async (...steps: readonly RotationStep[]): Promise<void> => {
    for (const step of steps) await rotateSigningKeys(folder, step);
  };

  it('has callers wait only while it sends accounts again after a rotation', async () => {
    await directory.sync();
    declared.set('orders', ['extensions.catalog.list']);
    await directory.update(['orders']);
    await rotate('introduce', 'promote');
    await directory.update(['orders']);
    expect(pauses).toEqual([]);
    server.pushed.length = 0;
    await rotate('retire');
    await directory.update(['orders']);
    expect(pauses.map(({ of }) => of)).toEqual(['all', ['catalog', 'orders', 'stock']]);
    expect(pauses[1]?.pushed).toEqual(['catalog', 'orders', 'stock']);
    expect(pauses.flatMap(({ pushed }) => pushed)).toEqual(server.pushed);
  });

  it('has the callers of a hundred extensions wait at a time', async () => {
    add(...Array.from({ length: 250 }, (_, index) => `team-${index}`));
    start();
    await directory.sync();
    await rotate('introduce', 'promote', 'retire');
    await directory.sync();
    expect(pauses.map(({ of }) => of.length)).toEqual(['all'.length, 100, 100, 53]);
  });

  it('sends nothing again that another replica has sent after a rotation', async () => {
    await directory.sync();
    const other = directory;
    start();
    await directory.sync();
    await rotate('introduce', 'promote', 'retire');
    await directory.sync();
    pauses.length = 0;
    server.pushed.length = 0;
    await other.sync();
    expect([pauses, server.pushed]).toEqual([[], []]);
  });

  it('has a revocation wait for a part of a rotation only', async () => {
    await directory.sync();
    await rotate('introduce', 'promote', 'retire');
    let revoked: Promise<unknown> | undefined;
    onPause = () => {
      revoked ??= records
        .revoke({ kind: 'extension', prefix: 'stock', nkey: 'UGONE' })
        .then(() => directory.update(['stock']));
    };
    server.pushed.length = 0;
    await directory.update(['orders']);
    await revoked;
    // After the accounts of the platform, and before the next group.
    expect(server.pushed.indexOf('stock')).toBeLessThan(server.pushed.indexOf('catalog'));
    expect(server.pushed.filter((name) => name === 'stock')).toHaveLength(1);
  });

  /** Brings accounts in line on a server that goes away after it has taken the account of `catalog`. */
  const failAfterCatalog = async (work: () => Promise<void>): Promise<void> => {
    server.onPush = (name) => {
      if (name === 'catalog') server.isAway = true;
    };
    await expect(work()).rejects.toMatchObject({ code: 'ACCOUNT_UPDATE_FAILED' });
    server.onPush = () => undefined;
    server.isAway = false;
    server.pushed.length = 0;
    pauses.length = 0;
  };

  it('sends the rest of a rotation, with its pauses, once the server answers again', async () => {
    await directory.sync();
    await rotate('introduce', 'promote', 'retire');
    await failAfterCatalog(() => directory.update(['orders']));
    await directory.update(directory.failed);
    expect(pauses).toEqual([{ of: ['orders', 'stock'], pushed: ['orders', 'stock'] }]);
    expect(server.pushed).toEqual(['orders', 'stock']);
  });

  it('sends the rest of all accounts once the server answers again', async () => {
    await directory.sync();
    declared.set('catalog', ['extensions.orders.list']);
    for (const prefix of ['orders', 'stock']) declared.set(prefix, ['extensions.catalog.list']);
    await failAfterCatalog(() => directory.sync());
    await directory.update(directory.failed);
    expect(server.pushed).toEqual(['orders', 'stock']);
  });

  it('goes on with the keys that it knows while the key file is gone', async () => {
    await directory.sync();
    await rm(folder, { recursive: true });
    server.pushed.length = 0;
    await records.revoke({ kind: 'extension', prefix: 'stock', nkey: 'UGONE' });
    await directory.update(['stock']);
    expect([server.pushed, pauses]).toEqual([['stock'], []]);
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });

  it('fails at once where the server does not answer, and catches up afterwards', async () => {
    server.isAway = true;
    await expect(directory.sync()).rejects.toMatchObject({ code: 'ACCOUNT_UPDATE_FAILED' });
    server.isAway = false;
    await directory.sync();
    expect(server.pushed).toContain('orders');
    expect(directory.failed).toEqual([]);
  });
});
