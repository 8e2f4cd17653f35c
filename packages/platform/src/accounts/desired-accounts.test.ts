import type { Import } from '@nats-io/jwt';
import { type KeyCapabilities, keyCapabilities } from '@symphony-ts/contract';
import { GATES, gateName, gateNames, gateOf } from '../operator/gates.js';
import { defaultAccountLimits } from './account-limits.js';
import { type AccountFacts, desiredAccount, type ExtensionFacts, importingOnlyFrom } from './desired-accounts.js';

const keyOf = (name: string): string => `KEY_${name}`;
const extension = (prefix: string, pub: string[] = [], more: Partial<ExtensionFacts> = {}): ExtensionFacts => ({
  prefix,
  declared: keyCapabilities(pub.map((subject) => ({ type: 'pub', subject, description: '' }))),
  granted: 'all',
  revocations: {},
  state: 'open',
  isPaused: false,
  ...more,
});
const factsOf = (...extensions: ExtensionFacts[]): AccountFacts => {
  const known = new Map(extensions.map((facts) => [facts.prefix, facts]));
  return {
    has: (prefix) => known.has(prefix),
    isThere: (prefix) => known.has(prefix),
    isDeleted: () => false,
    extension: (prefix) => known.get(prefix) ?? extension(prefix),
    behind: (gate) => [...known.keys()].filter((prefix) => gateOf(prefix) === gate).sort(),
    peopleRevocations: () => ({ UOLD: 7 }),
    limits: defaultAccountLimits,
  };
};
const claimsOf = (name: string, ...extensions: ExtensionFacts[]) =>
  desiredAccount(name, factsOf(...extensions), keyOf)?.claims;
const short = (imports: readonly Import[] | undefined): string[] =>
  (imports ?? []).map(
    (accountImport) =>
      `${accountImport.account} ${accountImport.type} ${accountImport.subject} -> ${accountImport.local_subject ?? accountImport.subject}`,
  );

describe('desiredAccount', () => {
  it("pauses only the platform's services for an extension that floods it", () => {
    const orders = extension('orders', ['extensions.stock.take'], { isPaused: true });
    const claims = claimsOf('orders', orders, extension('stock'));
    expect(short(claims?.imports)).toEqual([
      'KEY_PLATFORM stream cirata.symphony.> -> cirata.symphony.>',
      'KEY_stock service cirata.extensions.stock.$abandoned -> cirata.extensions.stock.$abandoned',
      'KEY_stock service cirata.extensions.stock.take -> cirata.extensions.stock.take',
    ]);
  });

  it('gives an extension the platform, where it announces, and what it declared of accounts that exist', () => {
    const orders = extension('orders', ['extensions.stock.take', 'extensions.nobody.there']);
    const claims = claimsOf('orders', orders, extension('stock'));
    expect(short(claims?.imports)).toEqual([
      'KEY_PLATFORM service symphony.from.orders.services.> -> cirata.services.>',
      'KEY_PLATFORM stream cirata.symphony.> -> cirata.symphony.>',
      'KEY_PEOPLE service extensions.orders -> extensions.orders',
      'KEY_PEOPLE service extensions.orders.> -> extensions.orders.>',
      'KEY_PEOPLE service events.orders -> events.orders',
      'KEY_PEOPLE service events.orders.> -> events.orders.>',
      'KEY_PEOPLE service cirata.status.orders.> -> cirata.status.orders.>',
      'KEY_stock service cirata.extensions.stock.$abandoned -> cirata.extensions.stock.$abandoned',
      'KEY_stock service cirata.extensions.stock.take -> cirata.extensions.stock.take',
    ]);
    expect(claims?.exports?.map(({ type, subject }) => `${type} ${subject}`)).toEqual([
      'service cirata.extensions.orders.>',
      'stream extensions.orders',
      'stream extensions.orders.>',
      'stream events.orders',
      'stream events.orders.>',
      'service $JS.API.>',
      'service $KV.>',
      'service $SRV.>',
    ]);
  });

  it('imports no more than was granted', () => {
    const granted: KeyCapabilities[] = [{ pub: { allow: ['cirata.extensions.stock.take'] }, sub: { allow: [] } }];
    const orders = extension('orders', ['extensions.stock.take', 'extensions.stock.audit'], { granted });
    const imports = short(claimsOf('orders', orders, extension('stock'))?.imports);
    const foreign = imports.filter((line) => line.startsWith('KEY_stock'));
    expect(foreign).toEqual([
      'KEY_stock service cirata.extensions.stock.$abandoned -> cirata.extensions.stock.$abandoned',
      'KEY_stock service cirata.extensions.stock.take -> cirata.extensions.stock.take',
    ]);
  });

  it('takes everything but its revocations from an extension that is frozen', () => {
    const frozen = extension('orders', ['extensions.stock.take'], { state: 'frozen', revocations: { U: 3 } });
    const claims = claimsOf('orders', frozen, extension('stock'));
    expect(claims).not.toHaveProperty('imports');
    expect(claims).not.toHaveProperty('exports');
    expect(claims?.limits).not.toHaveProperty('disk_storage');
    expect(claims?.revocations).toEqual({ U: 3 });
  });

  it('lets one gate reach JetStream, discovery and services of an extension', () => {
    const gate = gateOf('orders');
    expect(short(claimsOf(gateName(gate), extension('orders'))?.imports)).toEqual([
      `KEY_orders service $JS.API.> -> account.${gate}.orders.JS.API.>`,
      `KEY_orders service $KV.> -> account.${gate}.orders.KV.>`,
      `KEY_orders service $SRV.> -> account.${gate}.orders.SRV.>`,
      `KEY_orders service cirata.extensions.orders.> -> calls.${gate}.orders.>`,
    ]);
    const others = [...gateNames.filter((name) => name !== gateName(gate)), 'stock', 'PLATFORM', 'HUB'];
    const imports = others.flatMap((name) => short(claimsOf(name, extension('orders'), extension('stock'))?.imports));
    expect(imports.filter((line) => line.startsWith('KEY_orders'))).toEqual([]);
  });

  it.each(['PLATFORM', 'HUB', 'CALLS', 'PEOPLE'])('never changes %s when there are more extensions', (name) => {
    const many = Array.from({ length: 1_000 }, (_, index) => extension(`team-${index}`));
    expect(claimsOf(name, ...many)).toEqual(claimsOf(name));
  });

  it('keeps each gate below 1 MiB with 10,000 extensions that have the longest prefixes', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => extension(`t${index}`.padEnd(48, 'x')));
    const facts = factsOf(...many);
    const longKey = (): string => 'A'.repeat(56);
    for (const name of gateNames) {
      const claims = JSON.stringify(desiredAccount(name, facts, longKey)?.claims);
      expect((claims.length * 4) / 3).toBeLessThan(2 ** 20);
    }
    expect(gateNames).toHaveLength(GATES);
  });

  it('leads people to the endpoints of extensions, each behind its gate, and to nothing else of them', () => {
    const imports = short(claimsOf('PEOPLE')?.imports).filter((line) => !line.startsWith('KEY_PLATFORM'));
    expect(imports).toEqual(['KEY_CALLS service cirata.extensions.*.> -> cirata.extensions.*.>']);
    const { mappings, imports: gates } = claimsOf('CALLS') ?? {};
    expect(Object.keys(mappings ?? {})).toHaveLength(29);
    expect(mappings).toMatchObject({
      'cirata.extensions.*.*': [{ subject: 'calls.{{partition(32,1)}}.{{wildcard(1)}}.{{wildcard(2)}}', weight: 100 }],
      'cirata.extensions.*.*.*': [
        { subject: 'calls.{{partition(32,1)}}.{{wildcard(1)}}.{{wildcard(2)}}.{{wildcard(3)}}', weight: 100 },
      ],
    });
    expect(short(gates)).toEqual(
      gateNames.map((name, gate) => `KEY_${name} service calls.${gate}.> -> calls.${gate}.>`),
    );
  });

  it('gives people no JetStream and keeps their revocations', () => {
    const people = claimsOf('PEOPLE', extension('orders'));
    expect(people?.limits).not.toHaveProperty('disk_storage');
    expect(people?.limits).not.toHaveProperty('mem_storage');
    expect(people?.revocations).toEqual({ UOLD: 7 });
  });

  it('knows no account of an extension without one', () => {
    expect(claimsOf('nobody')).toBeUndefined();
  });
});

describe('importingOnlyFrom', () => {
  it('keeps only imports from these accounts', () => {
    const facts = factsOf(extension('orders', ['extensions.stock.take']), extension('stock'));
    const orders = desiredAccount('orders', facts, keyOf);
    if (!orders) throw new Error('there is an account');
    expect(short(importingOnlyFrom(orders, ['KEY_PLATFORM']).claims.imports)).toHaveLength(2);
  });
});
