import { jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { headers as createHeaders, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core';
import { fromSeed } from '@nats-io/nkeys';
import { DiscoveryReply, platformServices, STATUS_BUCKET, statusKey } from '@symphony-ts/contract';
import { eventually } from '../../../../test/support/eventually.js';
import type { Joined } from '../nats-user.js';
import { exchange, manifest } from '../nats-user.js';
import {
  type Attack,
  arrives,
  harms,
  hasCopied,
  hears,
  ownBucket,
  type Scene,
  say,
  settle,
  valueOf,
} from './attack-scene.js';
import { beat, serve } from './world.js';

const header = (...pairs: readonly (readonly [string, string])[]): MsgHdrs => {
  const all = createHeaders();
  for (const [name, value] of pairs) all.append(name, value);
  return all;
};
const inboxOf = ({ world }: Scene): string => `_INBOX.${world.orders.id}.answer`;

/** Whether `orders` receives anything on a subject of its choice. */
async function answers(scene: Scene, subject: string, body: string, headers?: MsgHdrs): Promise<string[]> {
  const reply = inboxOf(scene);
  const more = headers ? { headers } : {};
  return await hears(scene.world.orders.nc, reply, () => say(scene, subject, { body, reply, ...more }));
}

async function copies(scene: Scene, name: string, source: string): Promise<boolean> {
  const { streams } = await jetstreamManager(scene.world.orders.nc);
  await streams.add({ name, sources: [{ name: source }] });
  return await hasCopied(scene, name);
}

/** Whether the consumer of `owner` has another filter after `orders` has created it again. */
async function alters(scene: Scene, owner: NatsConnection, bucket: string): Promise<boolean> {
  const consumers = (await jetstreamManager(owner)).consumers;
  const stream = `KV_${bucket}`;
  const name = `worker_${bucket}`;
  const config = { name, ack_policy: 'explicit', deliver_policy: 'all', inactive_threshold: 60e9 } as const;
  const filter = `$KV.${bucket}.k`;
  await consumers.add(stream, { ...config, filter_subject: filter });
  const request = { stream_name: stream, config: { ...config, filter_subject: `$KV.${bucket}.other` } };
  await answers(scene, `$JS.API.CONSUMER.CREATE.${stream}.${name}.$KV.${bucket}.other`, JSON.stringify(request));
  return (await consumers.info(stream, name)).config.filter_subject !== filter;
}

/** Whether a put of `owner` counts as a duplicate because `orders` has used its message id. */
async function poisons(scene: Scene, owner: NatsConnection, bucket: string): Promise<boolean> {
  const id = header(['Nats-Msg-Id', 'guessed']);
  await say(scene, `$KV.${bucket}.poisoned`, { body: 'EVIL', headers: id });
  const answer = await owner.request(`$KV.${bucket}.poisoned`, 'GOOD', { headers: id, timeout: 5_000 });
  return answer.json<{ duplicate?: boolean }>().duplicate === true;
}

/** Creates consumers until the account is full. True if `victim` then cannot create one. */
async function starves(scene: Scene, victim: NatsConnection, bucket: string): Promise<boolean> {
  const own = (await jetstreamManager(scene.world.orders.nc)).consumers;
  const config = { ack_policy: 'none', deliver_policy: 'all', inactive_threshold: 60e9 } as const;
  let made = 0;
  while (made < 100) {
    const room = await own.add('KV_orders_items', { ...config, name: `flood_${bucket}_${made}` }).then(
      () => true,
      () => false, // the limit of the account
    );
    if (!room) break;
    made += 1;
  }
  const others = (await jetstreamManager(victim)).consumers;
  return await others.add(`KV_${bucket}`, { ...config, name: 'needed' }).then(
    async ({ stream_name, name }) => !(await others.delete(stream_name, name)),
    () => true,
  );
}

/** What a trace of a call reveals about the answering side. */
async function traces(scene: Scene, subject: string): Promise<boolean> {
  const destination = `_INBOX.${scene.world.orders.id}.trace`;
  const headers = header(['Nats-Trace-Dest', destination]);
  const ask = async (heard: readonly string[]): Promise<void> => {
    await say(scene, subject, { headers });
    await arrives(heard);
  };
  const events = await hears(scene.world.orders.nc, destination, ask);
  const far = /"kind":"Client".*"name"|"type":"eg"/s;
  return events.some((event) => far.test(event));
}

async function spoofsDiscovery(scene: Scene, victim: Joined): Promise<boolean> {
  const fake = serve(scene.world.orders.nc, '$SRV.INFO.catalog', (message) => void message.respond('FAKE'));
  await scene.world.orders.nc.flush();
  const inbox = `_INBOX.${victim.id}.discovery`;
  const heard = await hears(victim.nc, inbox, async () => {
    victim.nc.publish('$SRV.INFO.catalog', '', { reply: inbox });
    await settle(scene, victim.nc);
  });
  fake.unsubscribe();
  return heard.includes('FAKE');
}

/** Whether the platform shows a client the answers of `orders` in the name of `catalog`. */
async function deceivesDiscovery({ world }: Scene): Promise<boolean> {
  const text = JSON.stringify({ name: 'catalog', id: 'FAKE', version: '9.9.9' });
  const fake = serve(world.orders.nc, '$SRV.INFO', (message) => void message.respond(text));
  await world.orders.nc.flush();
  let found: DiscoveryReply = { services: [], dropped: [], incomplete: [] };
  await eventually(async () => {
    const answer = await world.client.nc.request(platformServices.discoveryInfo, '{"prefix":"orders"}', {
      timeout: 10_000,
    });
    found = DiscoveryReply.parse(answer.json());
    return found.services.length + found.dropped.length > 0;
  });
  fake.unsubscribe();
  return found.services.length > 0;
}

const isLive = ({ world }: Scene, prefix: string, id: string): boolean =>
  world.platform.registry
    .list()
    .some((extension) => extension.prefix === prefix && extension.instances.some((live) => live.instanceId === id));

async function putStatus({ world }: Scene, prefix: string, instanceId: string, status: string): Promise<void> {
  const now = new Date().toISOString();
  const entry = { prefix, instanceId, name: prefix, version: '1.0.0', status, started: now, timestamp: now };
  const bucket = await new Kvm(world.orders.nc).open(STATUS_BUCKET, { allow_direct: true });
  await bucket.put(statusKey(prefix, instanceId), JSON.stringify(entry));
}

/** Requests a key of `team-a` as the holder of the registration token, with what `orders` claims about itself. */
async function mintsAs(scene: Scene, headers: MsgHdrs): Promise<boolean> {
  const body = JSON.stringify({ prefix: 'team-a', name: 'x', capabilities: {} });
  return (await answers(scene, platformServices.provision, body, headers)).some((text) => text.includes('"token"'));
}

async function forgesUser(scene: Scene): Promise<boolean> {
  const { platform, registration } = scene.world;
  const { seed } = await exchange(platform, registration.token);
  const info = JSON.stringify({ user: fromSeed(new TextEncoder().encode(seed)).getPublicKey(), acc: 'PEOPLE' });
  const name = 'Nats-Request-Info';
  const forgeries = [
    header([name, info]),
    header([name, info], [name, info]),
    header([`X${name}`, 'x'], [name, info]),
    header([name.toLowerCase(), info]),
    header([name, 'not JSON'], [name, info], [name, info]),
  ];
  for (const forgery of forgeries) if (await mintsAs(scene, forgery)) return true;
  return false;
}

const reads = async (nc: NatsConnection, request: object): Promise<boolean> =>
  (await nc.request(platformServices.storageGet, JSON.stringify(request), { timeout: 5_000 }))
    .string()
    .includes('"value"');

const trickyKeys = [
  '>',
  '*',
  'k.>',
  '../k',
  './k',
  'k/../k',
  '.k',
  'k.',
  'k..k',
  '',
  ' k',
  'k\r\nX',
  '$KV.catalog_items.k',
  'k\0',
];
async function readsByKey({ nc }: Joined): Promise<boolean> {
  for (const key of trickyKeys) {
    if (await reads(nc, { bucket: 'catalog_items', prefix: 'catalog', key })) return true;
  }
  const elsewhere = ['symphony_status', '../api_keys', 'api_keys', 'catalog_items.k', '*', '>', ''];
  for (const bucket of elsewhere) if (await reads(nc, { bucket, prefix: 'catalog', key: 'k' })) return true;
  return false;
}

const deceivesRegistry = (scene: Scene, subject: string): Promise<boolean> =>
  harms(scene, () => answers(scene, subject, manifest('catalog', { version: '9.9.9' })));

/** Attacks that name something of somebody else, or claim another identity. */
export const attacksByName = {
  sourcesForeign: {
    attack: (scene) => copies(scene, 'THIEF_2', 'KV_catalog_items'),
    control: (scene) => copies(scene, 'COPY_2', 'KV_orders_items'),
  },
  snapshotsForeign: {
    attack: (scene) => snapshots(scene, 'KV_catalog_items'),
    control: (scene) => snapshots(scene, 'KV_orders_items'),
  },
  altersConsumer: {
    attack: (scene) => alters(scene, scene.world.catalog.nc, 'catalog_items'),
    control: (scene) => alters(scene, scene.peer.nc, 'orders_items'),
  },
  oracle: {
    attack: (scene) => asksSequence(scene, 'catalog_items'),
    control: (scene) => asksSequence(scene, 'orders_items'),
  },
  messageId: {
    attack: (scene) => poisons(scene, scene.world.catalog.nc, 'catalog_items'),
    control: (scene) => poisons(scene, scene.peer.nc, 'orders_items'),
  },
  rollsUpStatus: {
    async attack(scene) {
      await beat(scene.world.platform, 'orders', scene.peer);
      const status = await new Kvm(scene.peer.nc).open(STATUS_BUCKET, { allow_direct: true });
      const headers = header(['Nats-Rollup', 'all']);
      await answers(scene, `$KV.${STATUS_BUCKET}.orders.${scene.world.orders.id}`, '{}', headers);
      return (await valueOf(status, statusKey('orders', scene.peer.id))) === undefined;
    },
    async control(scene) {
      const own = await ownBucket(scene, 'own_rolled');
      await answers(scene, '$KV.own_rolled.other', '{}', header(['Nats-Rollup', 'all']));
      return (await valueOf(own)) === undefined;
    },
  },
  consumerFlood: {
    attack: (scene) => starves(scene, scene.world.catalog.nc, 'catalog_items'),
    control: (scene) => starves(scene, scene.peer.nc, 'orders_items'),
  },
  trace: {
    attack: (scene) => traces(scene, 'cirata.extensions.catalog.list'),
    control: (scene) => traces(scene, 'cirata.extensions.orders.list'),
  },
  fakeDiscovery: {
    attack: (scene) => spoofsDiscovery(scene, scene.world.catalog),
    control: (scene) => spoofsDiscovery(scene, scene.peer),
  },
  fakeInDiscovery: { attack: deceivesDiscovery },
  fakeEvent: {
    async attack(scene) {
      const event = 'extensions.catalog.changed';
      return (await hears(scene.other.nc, event, () => say(scene, event, { body: 'EVIL' }))).length > 0;
    },
  },
  speaksAsOther: { attack: (scene) => deceivesRegistry(scene, 'symphony.from.catalog.services.registry.register') },
  registersForeign: { attack: (scene) => deceivesRegistry(scene, platformServices.register) },
  reportsForeignUse: {
    async attack(scene) {
      const report = JSON.stringify({ prefix: 'catalog', extension: 'catalog', units: 1, metric: 'x' });
      return (await answers(scene, platformServices.usageReport, report)).some((text) => text.includes('"catalog"'));
    },
  },
  foreignStatus: {
    async attack(scene) {
      await putStatus(scene, 'catalog', 'FAKE', 'ok');
      await settle(scene, scene.world.orders.nc);
      return isLive(scene, 'catalog', 'FAKE');
    },
    async control(scene) {
      await putStatus(scene, 'orders', 'FAKE', 'ok');
      await eventually(() => isLive(scene, 'orders', 'FAKE'));
      return true;
    },
  },
  peerStatus: {
    async attack(scene) {
      await beat(scene.world.platform, 'orders', scene.peer);
      await eventually(() => isLive(scene, 'orders', scene.peer.id));
      await putStatus(scene, 'orders', scene.peer.id, 'disconnected');
      await eventually(() => !isLive(scene, 'orders', scene.peer.id));
      return true;
    },
  },
  forgedUser: { attack: forgesUser },
  readsForeignBucket: {
    attack: (scene) => reads(scene.world.orders.nc, { bucket: 'catalog_items', prefix: 'catalog', key: 'k' }),
  },
  storageKeyTricks: {
    attack: async (scene) => (await readsByKey(scene.world.client)) || (await readsByKey(scene.world.catalog)),
  },
} as const satisfies Readonly<Record<string, Attack>>;

async function asksSequence(scene: Scene, bucket: string): Promise<boolean> {
  const guess = header(['Nats-Expected-Last-Sequence', '999999']);
  return (await answers(scene, `$KV.${bucket}.k`, 'EVIL', guess)).some((text) => text.includes('last sequence'));
}

async function snapshots(scene: Scene, stream: string): Promise<boolean> {
  const inbox = `_INBOX.${scene.world.orders.id}.snapshot`;
  const body = JSON.stringify({ deliver_subject: inbox });
  const ask = async (heard: readonly string[]): Promise<void> => {
    const replies = await answers(scene, `$JS.API.STREAM.SNAPSHOT.${stream}`, body);
    // An attack that has begun takes some time.
    await arrives(heard, replies.some((reply) => reply.includes('"config"')) ? 10_000 : undefined);
  };
  return (await hears(scene.world.orders.nc, inbox, ask)).length > 0;
}
