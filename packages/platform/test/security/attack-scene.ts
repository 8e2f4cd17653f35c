import { jetstreamManager } from '@nats-io/jetstream';
import { type KV, Kvm } from '@nats-io/kv';
import type { MsgHdrs, NatsConnection } from '@nats-io/nats-core';
import { eventually } from '../../../../test/support/eventually.js';
import { type Joined } from '../nats-user.js';
import { enter, openWorld, serve, type World } from './world.js';

/** Everybody who is connected during an attack. */
export interface Scene {
  readonly world: World;
  /** Another instance of `orders`, in the attacker's account. */
  readonly peer: Joined;
  /** A second plain client, with the same rights as the first. */
  readonly other: Joined;
  /** A bucket of `catalog`, seen from `catalog`. */
  readonly secrets: KV;
  /** A bucket of `orders`. Its key `evil` holds `EVIL`, and its key `empty` has no value. */
  readonly own: KV;
}

/** One attack. */
export interface Attack {
  /** Attacks somebody else. Returns true if the attack works. */
  attack(scene: Scene): Promise<boolean>;
  /** The same attack without any protection. */
  control?(scene: Scene): Promise<boolean>;
}

export async function openScene(): Promise<Scene & AsyncDisposable> {
  const world = await openWorld({ accountLimits: { consumers: 40 } });
  const { platform, orders, catalog, client } = world;
  const peer = await enter(platform, { name: 'peer', prefix: 'orders', kind: 'extension' });
  const { capabilities } = client.credentials;
  const other = await enter(platform, { name: 'other', kind: 'client', capabilities });
  const own = await new Kvm(orders.nc).open('orders_items', { allow_direct: true });
  await own.put('evil', 'EVIL');
  await own.put('empty', '');
  const secrets = await new Kvm(catalog.nc).open('catalog_items', { allow_direct: true });
  return {
    world,
    peer,
    other,
    own,
    secrets,
    async [Symbol.asyncDispose]() {
      await Promise.all([peer.nc.close(), other.nc.close()]);
      await world[Symbol.asyncDispose]();
    },
  };
}

/** The options of a message. */
export interface Sent {
  readonly body?: string;
  readonly reply?: string;
  readonly headers?: MsgHdrs;
}

/** Sends as `orders`, and returns when all its consequences have happened: every possible receiver was asked after it. */
export async function say(scene: Scene, subject: string, { body = '', ...more }: Sent = {}): Promise<void> {
  scene.world.orders.nc.publish(subject, body, more);
  await settle(scene, scene.world.orders.nc);
}

/** Returns when the servers have processed everything from `nc`: the platform, storage and the other extension have answered. */
export async function settle({ world, other }: Scene, nc: NatsConnection): Promise<void> {
  await nc.flush();
  const info = '$JS.API.STREAM.INFO.KV_symphony_status';
  for (let turn = 0; turn < 2; turn += 1) {
    await Promise.all([
      world.orders.nc.request('cirata.extensions.catalog.list', '', { timeout: 10_000 }),
      world.orders.nc.request(info, '', { timeout: 10_000 }),
      world.catalog.nc.request(info, '', { timeout: 10_000 }),
      other.nc.request('cirata.services.info', '', { timeout: 10_000 }),
    ]);
  }
}

/** The messages of a connection on a subject during `during`. They are also passed to `during`. */
export async function hears(
  nc: NatsConnection,
  subject: string,
  during: (heard: readonly string[]) => Promise<unknown>,
): Promise<string[]> {
  const heard: string[] = [];
  const subscription = serve(nc, subject, (message) => void heard.push(message.string()));
  await nc.flush();
  await during(heard);
  await nc.flush();
  subscription.unsubscribe();
  return heard;
}

/** Everything of `catalog` and of the platform that an attack could target. */
export async function guarded({ world, secrets }: Scene): Promise<string> {
  const { orders: _orders, ...others } = Object.fromEntries(
    world.platform.registry.list().map(({ prefix, version }) => [prefix, version]),
  );
  const status = await secrets.status();
  const entry = await secrets.get('k');
  return JSON.stringify([
    entry?.string(),
    entry?.revision,
    status.streamInfo.state.messages,
    status.streamInfo.state.consumer_count,
    status.streamInfo.config.subjects,
    world.calls.filter((name) => name !== 'list'),
    world.platform.keys.list(),
    others,
  ]);
}

/** Whether the protected data has changed after `during`. */
export async function harms(scene: Scene, during: () => Promise<unknown>): Promise<boolean> {
  const before = await guarded(scene);
  await during();
  return (await guarded(scene)) !== before;
}

/** A new bucket in the account of `orders`, with one value. */
export async function ownBucket({ world }: Scene, name: string): Promise<KV> {
  const bucket = await new Kvm(world.orders.nc).create(name, { allow_direct: true });
  await bucket.put('k', 'before');
  return bucket;
}

export const valueOf = async (bucket: KV, key = 'k'): Promise<string | undefined> => (await bucket.get(key))?.string();

/** How much earlier a later request may be completed. */
const GRACE_MS = 1_000;

/**
 * Returns when something was received, or long enough after a new consumer of `orders` was created. A server takes some time to
 * start a delivery. So this waits for the delivery of a second consumer, which was created later and which nothing prevents.
 */
export async function delivered({ world }: Scene, name: string, heard: readonly string[]): Promise<void> {
  const { nc, id } = world.orders;
  const witness = `${name}_witness`;
  const inbox = `_INBOX.${id}.${witness}`;
  const config = { name: witness, ack_policy: 'none', deliver_policy: 'all', deliver_subject: inbox };
  const body = JSON.stringify({ stream_name: 'KV_orders_items', config });
  await hears(nc, inbox, async (deliveries) => {
    await nc.request(`$JS.API.CONSUMER.CREATE.KV_orders_items.${witness}`, body, { timeout: 10_000 });
    await eventually(() => deliveries.length > 0);
  });
  await nc.request(`$JS.API.CONSUMER.DELETE.KV_orders_items.${witness}`, '', { timeout: 10_000 });
  await arrives(heard, GRACE_MS);
}

/** Returns when something was received, or after `withinMs`. The caller decides what that means. */
export const arrives = (heard: readonly string[], withinMs = GRACE_MS): Promise<void> =>
  eventually(() => heard.length > 0, withinMs).catch(() => undefined);

/**
 * Whether a stream of `orders` has copied its source. A server takes some time to start a copy. So this waits for a second
 * copy, which was created later and which nothing prevents.
 */
export async function hasCopied({ world }: Scene, name: string): Promise<boolean> {
  const { streams } = await jetstreamManager(world.orders.nc);
  const count = (stream: string): Promise<number> =>
    streams.info(stream).then(
      ({ state }) => state.messages,
      () => 0, // the stream does not exist
    );
  const witness = `${name}_WITNESS`;
  await streams.add({ name: witness, sources: [{ name: 'KV_orders_items' }] });
  await eventually(async () => (await count(witness)) > 0);
  return await eventually(async () => (await count(name)) > 0, GRACE_MS).then(
    () => true,
    () => false, // nothing arrived, although the later copy was completed long ago
  );
}
