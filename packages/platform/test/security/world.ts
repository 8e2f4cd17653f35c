import { Kvm } from '@nats-io/kv';
import type { Msg, NatsConnection, Subscription } from '@nats-io/nats-core';
import { type KeyCapabilities, platformServices, STATUS_BUCKET, statusKey } from '@symphony-ts/contract';
import { type NewKey, type Platform, type PlatformOptions, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../../test/support/eventually.js';
import { connectWith, exchange, type Joined, manifest } from '../nats-user.js';

/** A key of the platform, and its connection. */
export async function enter(platform: Platform, key: NewKey): Promise<Joined> {
  const { id, token } = await platform.keys.create(key);
  const credentials = await exchange(platform, token);
  return { id, token, credentials, nc: await connectWith(credentials) };
}

/** A platform with two extensions, a plain client and the holder of a registration token, as the tables require. */
export interface World extends AsyncDisposable {
  readonly platform: Platform;
  readonly orders: Joined;
  readonly catalog: Joined;
  readonly client: Joined;
  readonly registration: Joined;
  /** The called endpoints of `catalog`, in order. */
  readonly calls: string[];
}

const lists = (pub: readonly string[], sub: readonly string[]): KeyCapabilities => ({
  pub: { allow: [...pub] },
  sub: { allow: [...sub] },
});
/** In addition to its own, `orders` may call one endpoint of `catalog` and receive one event. */
const ordersGrant = lists(
  ['cirata.extensions.catalog.list', 'extensions.orders.>', 'events.orders.>'],
  ['extensions.catalog.changed', 'extensions.orders.>', 'events.orders.>'],
);
/** The client may call the same endpoint, read one bucket, discover services and receive one event. */
const clientGrant = lists(
  [
    'cirata.extensions.catalog.list',
    platformServices.info,
    platformServices.extensions,
    platformServices.storageGet,
    platformServices.discoveryInfo,
    'cirata.services.storage.get.catalog.catalog_items',
  ],
  ['extensions.catalog.changed'],
);

const openapi = `
openapi: 3.1.0
info: { title: Catalog, version: 1.0.0 }
paths:
  /items: { get: { operationId: list }, post: { operationId: admin } }
  /items/{id}: { get: { operationId: list } }
`;

/** The answers of each extension contain its name. */
const signed = (account: string): string => JSON.stringify({ account });

export const serve = (nc: NatsConnection, subject: string, handle: (message: Msg) => void): Subscription =>
  nc.subscribe(subject, { callback: (error, message) => void (error ?? handle(message)) });

export async function register(nc: NatsConnection, prefix: string, more: Record<string, unknown>): Promise<void> {
  const reply = await nc.request(platformServices.register, manifest(prefix, more), { timeout: 10_000 });
  if (!reply.string().includes('registered')) throw new Error(reply.string());
}

export async function beat(platform: Platform, prefix: string, { nc, id }: Joined): Promise<void> {
  const now = new Date().toISOString();
  const entry = { prefix, instanceId: id, name: prefix, version: '1.0.0', status: 'ok', started: now, timestamp: now };
  const bucket = await new Kvm(nc).open(STATUS_BUCKET, { allow_direct: true });
  await bucket.put(statusKey(prefix, id), JSON.stringify(entry));
  await eventually(() =>
    platform.registry.list().some((extension) => extension.prefix === prefix && extension.instances.length > 0),
  );
}

async function openCatalog(platform: Platform, calls: string[]): Promise<Joined> {
  const catalog = await enter(platform, { name: 'catalog', prefix: 'catalog', kind: 'extension' });
  const { nc, id } = catalog;
  await register(nc, 'catalog', {
    buckets: [
      { name: 'catalog_items', max_history_per_key: 5 },
      { name: 'catalog_media', object_store: true },
    ],
    services: [{ name: 'catalog', version: '1.0.0', metadata: { openapi } }],
  });
  const group = 'cirata.extensions.catalog';
  const names = ['list', 'admin', 'commands', 'logs'];
  for (const name of [...names, ...['list', 'show', 'logs'].map((own) => `instance.${id}.${own}`)]) {
    serve(nc, `${group}.${name}`, (message) => {
      calls.push(name);
      message.respond(signed('catalog'));
    });
  }
  for (const subject of ['$SRV.PING', '$SRV.INFO.catalog'])
    serve(nc, subject, (message) => void message.respond(signed('catalog')));
  const items = await new Kvm(nc).open('catalog_items', { allow_direct: true });
  await items.put('k', signed('catalog'));
  await beat(platform, 'catalog', catalog);
  return catalog;
}

async function openOrders(platform: Platform): Promise<Joined> {
  const orders = await enter(platform, {
    name: 'orders',
    prefix: 'orders',
    kind: 'extension',
    capabilities: ordersGrant,
  });
  await register(orders.nc, 'orders', {
    buckets: [{ name: 'orders_items', max_history_per_key: 5 }],
    capabilities: [
      { type: 'pub', subject: 'extensions.catalog.list' },
      { type: 'sub', subject: 'extensions.catalog.changed' },
    ],
  });
  for (const subject of ['cirata.extensions.orders.list', 'cirata.extensions.orders.admin', '$SRV.PING'])
    serve(orders.nc, subject, (message) => void message.respond(signed('orders')));
  return orders;
}

/** Starts the platform, and connects everybody. */
export async function openWorld(options: PlatformOptions = {}): Promise<World> {
  const platform = await startPlatform(options);
  const calls: string[] = [];
  const catalog = await openCatalog(platform, calls);
  const orders = await openOrders(platform);
  const client = await enter(platform, { name: 'client', kind: 'client', capabilities: clientGrant });
  const registration = await enter(platform, { name: 'reg', kind: 'registration', prefix: 'team-*' });
  const all = [orders, catalog, client, registration];
  await Promise.all(all.map(({ nc }) => nc.flush()));
  return {
    platform,
    orders,
    catalog,
    client,
    registration,
    calls,
    async [Symbol.asyncDispose]() {
      await Promise.all(all.map(({ nc }) => nc.close()));
      await platform.stop();
    },
  };
}
