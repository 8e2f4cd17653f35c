import type { Import } from '@nats-io/jwt';
import { keyCapabilities, type KeyCapabilities } from '@symphony-ts/contract';
import { defaultAccountLimits } from './account-limits.js';
import { desiredAccounts, withoutForeignImports, type ExtensionFacts } from './desired-accounts.js';

const keyOf = (name: string): string => `KEY_${name}`;
const facts = (prefix: string, pub: string[] = [], granted: ExtensionFacts['granted'] = 'all'): ExtensionFacts => ({
  prefix,
  declared: keyCapabilities(pub.map((subject) => ({ type: 'pub', subject, description: '' }))),
  granted,
  revocations: {},
});
const desired = (...extensions: ExtensionFacts[]) =>
  desiredAccounts({ extensions, peopleRevocations: { UOLD: 7 }, limits: defaultAccountLimits }, keyOf);
const find = (accounts: ReturnType<typeof desired>, name: string) => accounts.find((one) => one.name === name)?.claims;
const short = (imports: readonly Import[] | undefined): string[] =>
  (imports ?? []).map((one) => `${one.account} ${one.type} ${one.subject} -> ${one.local_subject ?? one.subject}`);

describe('desiredAccounts', () => {
  it('gives an extension the platform, its own exports, and what it declared of accounts that exist', () => {
    const accounts = desired(facts('orders', ['extensions.stock.take', 'extensions.nobody.there']), facts('stock'));
    expect(short(find(accounts, 'orders')?.imports)).toEqual([
      'KEY_PLATFORM service symphony.from.orders.services.> -> cirata.services.>',
      'KEY_PLATFORM stream cirata.symphony.> -> cirata.symphony.>',
      'KEY_stock service cirata.extensions.stock.take -> cirata.extensions.stock.take',
    ]);
    expect(find(accounts, 'orders')?.exports?.map(({ type, subject }) => `${type} ${subject}`)).toEqual([
      'service cirata.extensions.orders.>',
      'stream extensions.orders',
      'stream extensions.orders.>',
      'stream events.orders',
      'stream events.orders.>',
      'stream cirata.status.orders.>',
      'service $JS.API.>',
      'service $KV.>',
      'service $SRV.>',
    ]);
  });

  it('imports no more than was granted', () => {
    const granted: KeyCapabilities[] = [{ pub: { allow: ['cirata.extensions.stock.take'] }, sub: { allow: [] } }];
    const accounts = desired(
      facts('orders', ['extensions.stock.take', 'extensions.stock.audit'], granted),
      facts('stock'),
    );
    const foreign = short(find(accounts, 'orders')?.imports).filter((line) => line.startsWith('KEY_stock'));
    expect(foreign).toEqual(['KEY_stock service cirata.extensions.stock.take -> cirata.extensions.stock.take']);
  });

  it('comes in an order in which the exporters are there first', () => {
    expect(desired(facts('b'), facts('a')).map(({ name }) => name)).toEqual(['b', 'a', 'PLATFORM', 'HUB', 'PEOPLE']);
  });

  it('lets the hub alone reach JetStream and discovery of an extension', () => {
    const accounts = desired(facts('orders'), facts('stock'));
    expect(short(find(accounts, 'HUB')?.imports).filter((line) => line.startsWith('KEY_orders'))).toEqual([
      'KEY_orders service $JS.API.> -> account.orders.JS.API.>',
      'KEY_orders service $KV.> -> account.orders.KV.>',
      'KEY_orders service $SRV.> -> account.orders.SRV.>',
      'KEY_orders service cirata.extensions.orders.> -> cirata.extensions.orders.>',
      'KEY_orders stream cirata.status.orders.> -> cirata.status.orders.>',
    ]);
    const others = ['orders', 'stock', 'PLATFORM', 'PEOPLE'].flatMap((name) => short(find(accounts, name)?.imports));
    expect(others.filter((line) => line.includes('$'))).toEqual([]);
  });

  it('never changes the platform’s own account, through which everybody’s replies go', () => {
    const claims = find(desired(), 'PLATFORM');
    expect(find(desired(facts('orders', ['extensions.stock.take']), facts('stock')), 'PLATFORM')).toEqual(claims);
    expect(claims).not.toHaveProperty('imports');
  });

  it('gives people no JetStream and keeps their revocations', () => {
    const people = find(desired(facts('orders')), 'PEOPLE');
    expect(people?.limits).not.toHaveProperty('disk_storage');
    expect(people?.limits).not.toHaveProperty('mem_storage');
    expect(people?.revocations).toEqual({ UOLD: 7 });
  });
});

describe('withoutForeignImports', () => {
  it('leaves what comes from the platform', () => {
    const [orders] = desired(facts('orders', ['extensions.stock.take']), facts('stock'));
    if (!orders) throw new Error('there is an account');
    expect(short(withoutForeignImports(orders, 'KEY_PLATFORM').claims.imports)).toHaveLength(2);
  });
});
