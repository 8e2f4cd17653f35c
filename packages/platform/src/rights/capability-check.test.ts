import { type KeyCapabilities, keyCapabilities } from '@symphony-ts/contract';
import { foreignImports } from '../accounts/foreign-imports.js';
import {
  checkCapabilities,
  checkWithin,
  grantedOf,
  MOST_CAPABILITY_BYTES,
  ordinary,
  subjectOwner,
} from './capability-check.js';

const lists = (pub: string[], sub: string[] = []): KeyCapabilities => ({ pub: { allow: pub }, sub: { allow: sub } });

describe('subjectOwner', () => {
  it.each([
    ['cirata.extensions.orders.place', { kind: 'service', prefix: 'orders' }],
    ['cirata.extensions.>', { kind: 'service', prefix: '>' }],
    ['cirata.extensions', { kind: 'service', prefix: '>' }],
    ['extensions.orders.created', { kind: 'event', prefix: 'orders' }],
    ['events.*.created', { kind: 'event', prefix: '*' }],
    ['cirata.services.info', undefined],
    ['$JS.API.INFO', undefined],
  ])('of %s is %j', (subject, owner) => {
    expect(subjectOwner(subject)).toEqual(owner);
  });
});

describe('checkCapabilities', () => {
  it.each([
    'cirata.extensions.orders.>',
    'extensions.orders.>',
    'events.orders.*.done',
    'cirata.extensions.catalog.list',
    'extensions.catalog.changed',
    'cirata.services.storage.get',
    'cirata.symphony.enforcement',
  ])('lets an extension have %s', (subject) => {
    expect(checkCapabilities('orders', lists([subject], [subject]))).toEqual([]);
  });

  it.each([
    'cirata.extensions.catalog.>',
    'cirata.extensions.catalog.*',
    'cirata.extensions.*.list',
    'cirata.extensions.>',
    'cirata.extensions',
    'extensions.>',
    'events.*.x',
    'extensions.Catalog.x',
    'cirata.>',
    '>',
    '*',
    '$JS.API.>',
    '$KV.orders.x',
    '$SYS.>',
    'symphony.from.catalog.services.registry.register',
    'account.catalog.JS.API.>',
    'cirata.status.catalog.>',
    '_INBOX.>',
    '',
    'cirata..x',
    'cirata.services.a b',
    'cirata.>.services',
  ])('refuses %j', (subject) => {
    expect(checkCapabilities('orders', lists([subject]))).toMatchObject([{ subject }]);
    expect(checkCapabilities('orders', lists([], [subject]))).toMatchObject([{ subject }]);
  });

  it('lets a client, which has no extension, name nothing but exact subjects', () => {
    expect(checkCapabilities(undefined, lists(['cirata.extensions.orders.place']))).toEqual([]);
    expect(checkCapabilities(undefined, lists(['cirata.extensions.orders.>']))).toHaveLength(1);
  });
});

describe('the size of capabilities', () => {
  const many = (count: number): KeyCapabilities => ({
    pub: { allow: Array.from({ length: count }, (_, index) => `extensions.orders.${index}`.padEnd(61, 'x')) },
    sub: { allow: [] },
  });

  it.each([
    [MOST_CAPABILITY_BYTES / 64, 0],
    [MOST_CAPABILITY_BYTES / 64 + 1, 1],
    [50_000, 1],
  ])('of %i subjects of 64 bytes is a problem %i times', (count, problems) => {
    expect(checkCapabilities('orders', many(count))).toHaveLength(problems);
  });
});

describe('grantedOf', () => {
  it('keeps of what is declared what a grant covers, list by list', () => {
    const declared = lists(['a.b', 'a.c', 'd'], ['a.b']);
    expect(grantedOf(declared, [lists(['a.*']), lists(['d'])])).toEqual(lists(['a.b', 'a.c', 'd']));
    expect(grantedOf(declared, [])).toEqual(lists([]));
  });
});

describe('foreignImports', () => {
  const declared = (pub: string[], sub: string[] = []): KeyCapabilities =>
    keyCapabilities([
      ...pub.map((subject) => ({ type: 'pub' as const, subject, description: '' })),
      ...sub.map((subject) => ({ type: 'sub' as const, subject, description: '' })),
    ]);

  it('takes foreign services that are called and foreign events that are listened to, once and sorted', () => {
    const capabilities = declared(['extensions.stock.take', 'extensions.catalog.list'], ['extensions.stock.empty']);
    const repeated = { ...capabilities, pub: { allow: [...capabilities.pub.allow, ...capabilities.pub.allow] } };
    expect(foreignImports('orders', repeated)).toEqual([
      { kind: 'service', from: 'catalog', subject: 'cirata.extensions.catalog.$abandoned' },
      { kind: 'service', from: 'catalog', subject: 'cirata.extensions.catalog.list' },
      { kind: 'service', from: 'stock', subject: 'cirata.extensions.stock.$abandoned' },
      { kind: 'service', from: 'stock', subject: 'cirata.extensions.stock.take' },
      { kind: 'stream', from: 'stock', subject: 'extensions.stock.empty' },
    ]);
  });

  it.each([
    ['its own subjects', declared(['extensions.orders.created'], ['extensions.orders.place'])],
    ['wildcards', lists(['cirata.extensions.catalog.>', 'cirata.extensions.*.x'], ['extensions.>', 'events.*'])],
    ['the right to answer for another', lists([], ['cirata.extensions.catalog.list'])],
    ['the right to announce for another', lists(['extensions.catalog.changed'])],
    ['other subjects', lists(['cirata.services.info', '$JS.API.INFO'], ['cirata.status.catalog.x'])],
  ])('takes nothing for %s', (_what, capabilities) => {
    expect(foreignImports('orders', capabilities)).toEqual([]);
  });
});

describe('the reason why a capability cannot be granted', () => {
  const stranger = 'a wildcard may not reach into another extension; name its subject exactly';
  it.each([
    ['a b', 'it is not a subject, or is longer than the platform accepts'],
    ['$SYS.>', 'it is not a subject that can be granted'],
    ['cirata.extensions.catalog.>', stranger],
    ['cirata.extensions', stranger],
    ['events', stranger],
  ])('of %s: %s', (subject, reason) => {
    expect(checkCapabilities('orders', lists([subject]))).toEqual([{ subject, reason }]);
  });

  it('names the size where that is too much', () => {
    const subject = `extensions.orders.${'x'.repeat(100)}`;
    const capabilities = lists(Array<string>(400).fill(subject));
    expect(checkCapabilities('orders', capabilities)).toEqual([
      {
        subject: '*',
        reason: 'all subjects together have 48400 bytes, and at most 45056 can be granted',
      },
    ]);
  });
});

describe('checkWithin', () => {
  const reason = 'it goes beyond what may be granted here';
  it.each<[string, string | undefined, boolean]>([
    ['cirata.services.info', 'orders', true],
    ['cirata.services.keys.provision', 'orders', false],
    ['cirata.services.admin', 'orders', false],
    ['cirata.symphony.enforcement', 'orders', true],
    ['cirata.extensions.orders.place', 'orders', true],
    ['cirata.extensions.orders.place', undefined, false],
    ['cirata.extensions.catalog.list', 'orders', false],
    ['extensions.catalog.changed', 'orders', false],
  ])('within what every extension has: %s for %s: %s', (subject, prefix, isWithin) => {
    const problems = isWithin ? [] : [{ subject, reason }];
    expect(checkWithin(prefix, lists([subject]), ordinary)).toEqual(problems);
    expect(checkWithin(prefix, lists([], [subject]), ordinary)).toEqual(problems);
  });
});
