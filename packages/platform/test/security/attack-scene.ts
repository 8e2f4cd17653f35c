import { jetstreamManager } from '@nats-io/jetstream';
import { type KV, Kvm } from '@nats-io/kv';
import type { MsgHdrs, NatsConnection } from '@nats-io/nats-core';
import { eventually } from '../../../../test/support/eventually.js';
import { type Joined } from '../nats-user.js';
import { enter, openWorld, serve, type World } from './world.js';

/** Who is there when an attack is tried. */
export interface Scene {
  readonly world: World;
  /** Another instance of `orders`: whoever shares the attacker's account. */
  readonly peer: Joined;
  /** A second plain client, with the same rights as the first. */
  readonly other: Joined;
  /** A bucket of `catalog`, as `catalog` sees it. */
  readonly secrets: KV;
  /** A bucket of `orders`, in which `evil` holds `EVIL` and `empty` nothing. */
  readonly own: KV;
}

/** One attack. */
export interface Attack {
  /** Tries it on somebody else; true where it worked. */
  attack(scene: Scene): Promise<boolean>;
  /** The same where nothing is in its way. */
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

/** What a message is sent with. */
export interface Sent {
  readonly body?: string;
  readonly reply?: string;
  readonly headers?: MsgHdrs;
}

/** Sends as `orders`, and returns once everything that follows from it has happened: whoever could be next was asked after it. */
export async function say(scene: Scene, subject: string, { body = '', ...more }: Sent = {}): Promise<void> {
  scene.world.orders.nc.publish(subject, body, more);
  await settle(scene, scene.world.orders.nc);
}

/** Returns when the servers have worked off what `nc` sent: the platform, storage and the other extension answered since. */
export async function settle({ world, other }: Scene, nc: NatsConnection): Promise<void> {
  await nc.flush();
  const info = '$JS.API.STREAM.INFO.KV_symphony_status';
  for (let turn = 0; turn < 2; turn += 1) {
    await Promise.all([
      world.orders.nc.request('cirata.extensions.catalog.list', ''),
      world.orders.nc.request(info, ''),
      world.catalog.nc.request(info, ''),
      other.nc.request('cirata.services.info', ''),
    ]);
  }
}

/** What a connection hears on a subject while `during` runs, which may look at it. */
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

/** Everything of `catalog` and of the platform that an attack could be after. */
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

/** Whether what is guarded is another after `during`. */
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

/** How much sooner may be done what was asked for later. */
const GRACE_MS = 1_000;

/**
 * Returns once something was heard, or long enough after a consumer of `orders` was asked for: a server takes its time to
 * begin a delivery, and one that was asked for later, with nothing in its way, is waited for.
 */
export async function delivered({ world }: Scene, name: string, heard: readonly string[]): Promise<void> {
  const { nc, id } = world.orders;
  const witness = `${name}_witness`;
  const inbox = `_INBOX.${id}.${witness}`;
  const config = { name: witness, ack_policy: 'none', deliver_policy: 'all', deliver_subject: inbox };
  const body = JSON.stringify({ stream_name: 'KV_orders_items', config });
  await hears(nc, inbox, async (deliveries) => {
    await nc.request(`$JS.API.CONSUMER.CREATE.KV_orders_items.${witness}`, body);
    await eventually(() => deliveries.length > 0);
  });
  await nc.request(`$JS.API.CONSUMER.DELETE.KV_orders_items.${witness}`);
  await arrives(heard, GRACE_MS);
}

/** Returns once something was heard, or after `withinMs`: what that means is for whoever listens to judge. */
export const arrives = (heard: readonly string[], withinMs = GRACE_MS): Promise<void> =>
  eventually(() => heard.length > 0, withinMs).catch(() => undefined);

/**
 * Whether a stream of `orders` holds what it was to copy. A server takes its time to begin a copy: one that was asked for later,
 * and that nothing is in the way of, is waited for.
 */
export async function hasCopied({ world }: Scene, name: string): Promise<boolean> {
  const { streams } = await jetstreamManager(world.orders.nc);
  const count = (stream: string): Promise<number> =>
    streams.info(stream).then(
      ({ state }) => state.messages,
      () => 0, // there is no such stream
    );
  const witness = `${name}_WITNESS`;
  await streams.add({ name: witness, sources: [{ name: 'KV_orders_items' }] });
  await eventually(async () => (await count(witness)) > 0);
  return await eventually(async () => (await count(name)) > 0, GRACE_MS).then(
    () => true,
    () => false, // nothing came, though the one that was asked for later has long had its copy
  );
}
