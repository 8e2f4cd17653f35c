import { connect } from '@nats-io/transport-node';
import { platformServices } from '@symphony-ts/contract';
import { startNatsServer } from '@symphony-ts/nats-server';
import type { Joined } from '../nats-user.js';
import {
  type Attack,
  delivered,
  harms,
  hasCopied,
  hears,
  ownBucket,
  type Scene,
  say,
  valueOf,
} from './attack-scene.js';

const readEvil = '$JS.API.DIRECT.GET.KV_orders_items.$KV.orders_items.evil';
const readEmpty = readEvil.replace('evil', 'empty');
const foreignKeys = ['$KV.catalog_items.k', '$KV.api_keys.k', '$KV.symphony_registry.catalog'];
/** A request that is answered with `{}`, which is also the body of a purge of everything. */
const removal = JSON.stringify({ bucket: 'orders_items', key: 'none' });
const foreignPurges = ['$JS.API.STREAM.PURGE.KV_catalog_items', '$JS.API.STREAM.PURGE.KV_api_keys'];

/** Makes the server answer a request to each of these subjects. */
const answersTo = (scene: Scene, source: string, targets: readonly string[], body = '{}'): Promise<boolean> =>
  harms(scene, async () => {
    for (const reply of targets) await say(scene, source, { body, reply });
  });

/** Makes the server answer a request to a key of a bucket in the same account. True if that changed the key. */
async function overwritesOwn(scene: Scene, bucket: string, source: string): Promise<boolean> {
  const own = await ownBucket(scene, bucket);
  await say(scene, source, { body: source.startsWith('$JS.API.DIRECT') ? '' : '{}', reply: `$KV.${bucket}.k` });
  return (await valueOf(own)) !== 'before';
}

async function purgesOwn(scene: Scene, bucket: string, source: string): Promise<boolean> {
  const own = await ownBucket(scene, bucket);
  await say(scene, source, { body: '{}', reply: `$JS.API.STREAM.PURGE.KV_${bucket}` });
  return (await valueOf(own)) === undefined;
}

async function callsOwnEndpoint(
  scene: Scene,
  during: (endpoint: string, heard: readonly string[]) => Promise<void>,
): Promise<boolean> {
  const endpoint = 'cirata.extensions.orders.reached';
  return (await hears(scene.peer.nc, endpoint, (heard) => during(endpoint, heard))).length > 0;
}

/** A value of `orders` that contains a request to JetStream. */
async function asksByValue(scene: Scene, request: object, api: string): Promise<void> {
  await scene.own.put('request', JSON.stringify(request));
  await say(scene, readEvil.replace('evil', 'request'), { reply: `$JS.API.${api}` });
}

async function stealsByStream(scene: Scene, name: string, source: string): Promise<boolean> {
  const config = { name, retention: 'limits', storage: 'file', max_consumers: -1, sources: [{ name: source }] };
  await asksByValue(scene, config, `STREAM.CREATE.${name}`);
  return await hasCopied(scene, name);
}

async function stealsByConsumer(scene: Scene, stream: string): Promise<boolean> {
  const inbox = `_INBOX.${scene.world.orders.id}.loot.${stream}`;
  const config = { deliver_subject: inbox, deliver_policy: 'all', ack_policy: 'none', replay_policy: 'instant' };
  const ask = async (heard: readonly string[]): Promise<void> => {
    await asksByValue(scene, { stream_name: stream, config }, `CONSUMER.CREATE.${stream}`);
    await delivered(scene, stream, heard);
  };
  return (await hears(scene.world.orders.nc, inbox, ask)).length > 0;
}

async function pushes(scene: Scene, name: string, target: string, heard: readonly string[] = []): Promise<void> {
  const config = { name, ack_policy: 'none', deliver_policy: 'all', deliver_subject: target };
  const body = JSON.stringify({ stream_name: 'KV_orders_items', config });
  await say(scene, `$JS.API.CONSUMER.CREATE.KV_orders_items.${name}`, {
    body,
    reply: `_INBOX.${scene.world.orders.id}.x`,
  });
  await delivered(scene, name, heard);
}

/** Attacks that make the server send something to where the attacker may not send. */
export const attacksByReply = {
  readIntoKey: {
    attack: (scene) => answersTo(scene, readEvil, foreignKeys, ''),
    control: (scene) => overwritesOwn(scene, 'own_read', readEvil),
  },
  readIntoEndpoint: {
    attack: (scene) => answersTo(scene, readEvil, ['cirata.extensions.catalog.admin'], ''),
    control: (scene) => callsOwnEndpoint(scene, (reply) => say(scene, readEvil, { reply })),
  },
  ackIntoKey: {
    attack: (scene) => answersTo(scene, '$KV.orders_items.x', foreignKeys),
    control: (scene) => overwritesOwn(scene, 'own_ack', '$KV.orders_items.x'),
  },
  ackPurges: {
    attack: (scene) => answersTo(scene, '$KV.orders_items.x', foreignPurges),
    control: (scene) => purgesOwn(scene, 'own_purge', '$KV.orders_items.x'),
  },
  infoIntoKey: {
    attack: (scene) => answersTo(scene, '$JS.API.STREAM.INFO.KV_orders_items', foreignKeys),
    control: (scene) => overwritesOwn(scene, 'own_info', '$JS.API.STREAM.INFO.KV_orders_items'),
  },
  valueAsStream: {
    attack: (scene) => stealsByStream(scene, 'THIEF', 'KV_catalog_items'),
    control: (scene) => stealsByStream(scene, 'COPY', 'KV_orders_items'),
  },
  valueAsConsumer: {
    attack: (scene) => stealsByConsumer(scene, 'KV_catalog_items'),
    control: (scene) => stealsByConsumer(scene, 'KV_orders_items'),
  },
  emptyValueDeletes: {
    attack: (scene) => answersTo(scene, readEmpty, ['$JS.API.STREAM.DELETE.KV_catalog_items'], ''),
    async control(scene) {
      const own = await ownBucket(scene, 'own_delete');
      await say(scene, readEmpty, { reply: '$JS.API.STREAM.DELETE.KV_own_delete' });
      return await own.status().then(
        () => false,
        () => true,
      );
    },
  },
  pushToEndpoint: {
    attack: (scene) => harms(scene, () => pushes(scene, 'p1', 'cirata.extensions.catalog.admin')),
    control: (scene) => callsOwnEndpoint(scene, (endpoint, heard) => pushes(scene, 'p2', endpoint, heard)),
  },
  pushToInbox: {
    async attack(scene) {
      const { catalog } = scene.world;
      const inbox = `_INBOX.${catalog.id}.known`;
      return (await hears(catalog.nc, inbox, (heard) => pushes(scene, 'p3', inbox, heard))).length > 0;
    },
    async control(scene) {
      const inbox = `_INBOX.${scene.peer.id}.known`;
      return (await hears(scene.peer.nc, inbox, (heard) => pushes(scene, 'p4', inbox, heard))).length > 0;
    },
  },
  serviceIntoKey: {
    attack: (scene) => answersTo(scene, platformServices.info, foreignKeys),
    control: (scene) => overwritesOwn(scene, 'own_service', platformServices.info),
  },
  servicePurges: {
    attack: (scene) => answersTo(scene, platformServices.storageDelete, foreignPurges, removal),
  },
  endpointIntoItsKey: {
    attack: (scene) => answersTo(scene, 'cirata.extensions.catalog.list', foreignKeys),
    control: (scene) => overwritesOwn(scene, 'own_endpoint', 'cirata.extensions.orders.list'),
  },
  discoveryIntoKey: {
    attack: (scene) => answersTo(scene, '$SRV.PING', foreignKeys),
    control: (scene) => overwritesOwn(scene, 'own_ping', '$SRV.PING'),
  },
  answersForeignReply: {
    attack: (scene) => answersTo(scene, 'cirata.extensions.orders.list', ['cirata.extensions.catalog.admin']),
    control: () => answersWhereItMayNot(),
  },
  broadcastThroughReply: {
    async attack(scene) {
      const reply = 'cirata.symphony.enforcement';
      const { catalog } = scene.world;
      return (await hears(catalog.nc, 'cirata.symphony.>', () => say(scene, readEvil, { reply }))).length > 0;
    },
    control: (scene) => showsBroadcast(scene),
  },
  peerBroadcast: { attack: (scene) => showsBroadcast(scene) },
  forgedReply: {
    attack: (scene) => forgesReply(scene, scene.world.catalog),
    control: (scene) => forgesReply(scene, scene.peer),
  },
} as const satisfies Readonly<Record<string, Attack>>;

async function showsBroadcast(scene: Scene): Promise<boolean> {
  const reply = 'cirata.symphony.enforcement';
  return (await hears(scene.peer.nc, 'cirata.symphony.>', () => say(scene, readEvil, { reply }))).length > 0;
}

async function forgesReply(scene: Scene, victim: Joined): Promise<boolean> {
  const inbox = `_INBOX.${victim.id}.forged`;
  return (await hears(victim.nc, inbox, () => say(scene, inbox, { body: 'EVIL' }))).length > 0;
}

/** The platform never grants the right to answer (`resp`). On a separate server, it shows that this right ignores every list. */
async function answersWhereItMayNot(): Promise<boolean> {
  const own = { allow: ['orders.>'] };
  const permissions = { publish: own, subscribe: own, allow_responses: true };
  const users = [
    { user: 'orders', password: 'orders', permissions },
    { user: 'catalog', password: 'catalog' },
  ];
  await using server = await startNatsServer({ jetstream: false, config: { authorization: { users } } });
  const [orders, catalog] = await Promise.all(
    users.map(({ user, password }) => connect({ servers: server.url, user, pass: password, noAsyncTraces: true })),
  );
  if (!orders || !catalog) throw new Error('two have connected');
  try {
    orders.subscribe('orders.list', { callback: (_error, message) => void message.respond('EVIL') });
    const ask = async (): Promise<void> => {
      orders.publish('orders.list', '', { reply: 'catalog.admin' });
      await orders.flush();
      // The first flush delivers the request, and the second one its answer.
      await orders.flush();
    };
    return (await hears(catalog, 'catalog.admin', ask)).length > 0;
  } finally {
    await Promise.all([orders.close(), catalog.close()]);
  }
}
