import { jetstreamManager } from '@nats-io/jetstream';
import { type KV, Kvm } from '@nats-io/kv';
import type { Msg, NatsConnection, Subscription } from '@nats-io/nats-core';
import { platformServices } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { accountJetStream, accountKeyValue } from '../src/operator/platform-subjects.js';
import { connectWith, exchange, type Joined, join, manifest } from './nats-user.js';

/**
 * Attacks of an extension with all rights in its own account on another extension, on the platform and on people. Each names a
 * subject and a reply. Afterwards the protected data must be unchanged. The controls show that the same attacks work inside one
 * account. So a passing row is not an attack that never works.
 */
let platform: Platform;
let orders: Joined;
let catalog: Joined;
let client: NatsConnection;
let secrets: KV;
const adminCalls: string[] = [];

beforeAll(async () => {
  platform = await startPlatform({ dev: { grantDeclared: true } });
  [orders, catalog] = [await join(platform, 'orders'), await join(platform, 'catalog')];
  const capabilities = [{ type: 'pub', subject: 'extensions.catalog.list' }];
  await register(orders.nc, 'orders', { capabilities, buckets: [{ name: 'orders_items' }] });
  await register(catalog.nc, 'catalog', { buckets: [{ name: 'catalog_items' }] });
  secrets = await new Kvm(catalog.nc).open('catalog_items', { allow_direct: true });
  await secrets.put('k', 'SECRET');
  answer(catalog.nc, 'cirata.extensions.catalog.list', (message) => void message.respond('LIST'));
  answer(catalog.nc, 'cirata.extensions.catalog.admin', (message) => void adminCalls.push(message.string()));
  const plain = await platform.keys.create({ name: 'client', kind: 'client' });
  client = await connectWith(await exchange(platform, plain.token));
  await catalog.nc.flush();
});
afterAll(async () => {
  await Promise.all([orders.nc.close(), catalog.nc.close(), client.close()]);
  await platform.stop();
});

const register = async (nc: NatsConnection, prefix: string, more: Record<string, unknown>): Promise<void> => {
  const reply = await nc.request(platformServices.register, manifest(prefix, more), { timeout: 10_000 });
  if (reply.json<Record<string, unknown>>()['registered'] === undefined) throw new Error(reply.string());
};
const answer = (nc: NatsConnection, subject: string, callback: (message: Msg) => void): Subscription =>
  nc.subscribe(subject, { callback: (_error, message) => callback(message) });

/** Sends, and returns when the servers have processed it: a later request was answered. */
async function attack(subject: string, body: string, reply: string): Promise<void> {
  orders.nc.publish(subject, body, { reply });
  await orders.nc.flush();
  await orders.nc.request(platformServices.info, '', { timeout: 10_000 });
  await orders.nc.request('cirata.extensions.catalog.list', '', { timeout: 10_000 });
  await catalog.nc.flush();
}

async function protectedState(): Promise<unknown> {
  const manager = await jetstreamManager(catalog.nc);
  const { state, config } = await manager.streams.info('KV_catalog_items');
  return {
    secret: (await secrets.get('k'))?.string(),
    revision: (await secrets.get('k'))?.revision,
    messages: state.messages,
    subjects: config.subjects,
    consumers: state.consumer_count,
    adminCalls: adminCalls.length,
    keys: platform.keys.list(),
    manifests: platform.registry.list().map(({ prefix, version, name }) => [prefix, version, name]),
  };
}

const stream = JSON.stringify({ name: 'KV_catalog_items', subjects: ['$KV.catalog_items.>', 'stolen'] });
const own = '$JS.API.DIRECT.GET.KV_orders_items.$KV.orders_items.evil';

describe('an extension with every right in its account', () => {
  beforeAll(async () => {
    const items = await new Kvm(orders.nc).open('orders_items');
    await items.put('evil', 'EVIL');
    await items.put('empty', '');
  });

  it.each([
    ['writes a foreign key', '$KV.catalog_items.k', 'EVIL'],
    ['deletes a foreign bucket', '$JS.API.STREAM.DELETE.KV_catalog_items', ''],
    ['empties a foreign bucket', '$JS.API.STREAM.PURGE.KV_catalog_items', ''],
    ['changes a foreign bucket', '$JS.API.STREAM.UPDATE.KV_catalog_items', stream],
    ['writes a platform record', '$KV.api_keys.evil', '{}'],
    ['deletes the platform’s keys', '$JS.API.STREAM.DELETE.KV_api_keys', ''],
    ['deletes the audit log', '$JS.API.STREAM.DELETE.symphony_audit', ''],
    ['deletes the log of refusals', '$JS.API.STREAM.DELETE.symphony_refusals', ''],
    ['calls a foreign endpoint it did not declare', 'cirata.extensions.catalog.admin', 'EVIL'],
    ['uses the hub’s way into a foreign account', `${accountJetStream('catalog')}.STREAM.DELETE.KV_catalog_items`, ''],
    ['uses the hub’s way to a foreign key', `${accountKeyValue('catalog')}.catalog_items.k`, 'EVIL'],
    [
      'speaks as another extension',
      'symphony.from.catalog.services.registry.register',
      manifest('catalog', { version: '9.9.9' }),
    ],
    ['announces as the platform', 'cirata.symphony.enforcement', '{"status":"enforcement_enforced"}'],
    ['hands the server an account', '$SYS.REQ.CLAIMS.UPDATE', 'jwt'],
    ['reads the server’s accounts', '$SYS.REQ.CLAIMS.LIST', ''],
  ])('%s: nothing happens', async (_what, subject, body) => {
    const before = await protectedState();
    await attack(subject, body, `_INBOX.${orders.id}.evil`);
    expect(await protectedState()).toEqual(before);
  });

  const targets = [
    '$KV.catalog_items.k',
    '$KV.api_keys.evil',
    'cirata.extensions.catalog.admin',
    '$JS.API.STREAM.DELETE.KV_catalog_items',
    '$JS.API.STREAM.PURGE.KV_api_keys',
    'symphony.from.catalog.services.registry.register',
    `${accountKeyValue('catalog')}.catalog_items.k`,
  ];
  const sources = [
    ['a bucket read', own],
    ['an empty bucket read', own.replace('evil', 'empty')],
    ['a write acknowledgement', '$KV.orders_items.other'],
    ['stream information', '$JS.API.STREAM.INFO.KV_orders_items'],
    ['a platform service', platformServices.info],
    ['a foreign endpoint', 'cirata.extensions.catalog.list'],
    ['discovery', '$SRV.PING'],
  ] as const;
  it.each(sources.flatMap(([what, source]) => targets.map((target) => [what, target, source] as const)))(
    'has %s answer to %s: nothing happens',
    async (_what, target, source) => {
      const before = await protectedState();
      await attack(source, '{}', target);
      expect(await protectedState()).toEqual(before);
    },
  );

  it('pushes a consumer of its own to a foreign endpoint: nothing happens', async () => {
    const before = await protectedState();
    for (const [name, target] of [
      ['p1', 'cirata.extensions.catalog.admin'],
      ['p2', '$KV.catalog_items.k'],
    ] as const) {
      const config = { name, ack_policy: 'none', deliver_subject: target, deliver_group: 'q' };
      const body = JSON.stringify({ stream_name: 'KV_orders_items', config });
      await attack(`$JS.API.CONSUMER.CREATE.KV_orders_items.${name}`, body, `_INBOX.${orders.id}.x`);
    }
    expect(await protectedState()).toEqual(before);
  });

  it('sources a foreign stream: it stays empty', async () => {
    const manager = await jetstreamManager(orders.nc);
    await manager.streams.add({ name: 'THIEF', sources: [{ name: 'KV_catalog_items' }] });
    await secrets.put('fresh', 'SECRET');
    await orders.nc.request('cirata.extensions.catalog.list', '', { timeout: 10_000 });
    expect((await manager.streams.info('THIEF')).state.messages).toBe(0);
    expect((await manager.streams.names().next()).sort()).toEqual(['KV_orders_items', 'KV_symphony_status', 'THIEF']);
    await manager.streams.delete('THIEF');
  });

  it.each([
    '>',
    '_INBOX.>',
    '*.>',
    '_R_.>',
    'cirata.extensions.catalog.>',
    '$SYS.>',
    '$JS.API.>',
    '$KV.>',
    'symphony.>',
  ])('is not let to listen on %s', async (subject) => {
    const refused = new Promise<Error>((resolve) => {
      orders.nc.subscribe(subject, { callback: (error) => void (error && resolve(error)) });
    });
    expect((await refused).name).toBe('PermissionViolationError');
  });

  it('announces under a foreign name: nobody hears it', async () => {
    const heard: string[] = [];
    const subscription = answer(catalog.nc, 'extensions.catalog.>', (message) => void heard.push(message.string()));
    await catalog.nc.flush();
    orders.nc.publish('extensions.catalog.changed', 'EVIL');
    await orders.nc.request('cirata.extensions.catalog.list', '', { timeout: 10_000 });
    catalog.nc.publish('extensions.catalog.changed', 'TRUE');
    await eventually(() => heard.length > 0);
    expect(heard).toEqual(['TRUE']);
    subscription.unsubscribe();
  });
});

describe('the same attacks inside one account', () => {
  it('work: the server writes where a reply tells it to', async () => {
    const items = await new Kvm(orders.nc).open('orders_items', { allow_direct: true });
    await items.put('control', 'before');
    orders.nc.publish(own, '', { reply: '$KV.orders_items.control' });
    await eventually(async () => (await items.get('control'))?.string() === 'EVIL');
  });
});

describe('a plain client', () => {
  it.each([
    '$JS.API.INFO',
    '$KV.catalog_items.k',
    'symphony.from.catalog.services.info',
    '$SYS.REQ.CLAIMS.LIST',
    `${accountJetStream('catalog')}.INFO`,
  ])('may not publish to %s', async (subject) => {
    await expect(client.request(subject, '', { timeout: 1_000 })).rejects.toThrow(/permission/i);
  });

  it('calls what it may, and reads nobody’s inbox', async () => {
    expect((await client.request('cirata.extensions.catalog.list', '')).string()).toBe('LIST');
    const refused = new Promise<Error>((resolve) => {
      client.subscribe('_INBOX.>', { callback: (error) => void (error && resolve(error)) });
    });
    expect((await refused).name).toBe('PermissionViolationError');
  });
});
