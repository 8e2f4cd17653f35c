import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/nats-core';
import { type NatsCluster, startNatsCluster } from '@symphony-ts/nats-server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  backupStream,
  checkAccount,
  checkStream,
  type Consumer,
  createManager,
  type Manager,
  restoreStream,
  type Stream,
} from '../src/index.js';
import { eventually, uniqueName } from './support/fixture.js';

let cluster: NatsCluster;
let nc: NatsConnection;
let system: NatsConnection;
let manager: Manager;
let meta: Manager;

beforeAll(async () => {
  cluster = await startNatsCluster({
    config: {
      accounts: {
        SYS: { users: [{ user: 'sys', password: 'sys' }] },
        APP: { jetstream: 'enabled', users: [{ user: 'app', password: 'app' }] },
      },
      system_account: 'SYS',
      no_auth_user: 'app',
    },
  });
  nc = await connect({ servers: [...cluster.clientUrls], noAsyncTraces: true });
  system = await connect({ servers: [...cluster.clientUrls], user: 'sys', pass: 'sys' });
  manager = await createManager(nc, { timeoutMs: 10_000 });
  meta = await createManager(system, { timeoutMs: 10_000 });
  // The cluster has elected its leader, but an account may still be told that there is none.
  await eventually(() => manager.account.isEnabled(), 'JetStream answers');
}, 60_000);
afterAll(async () => {
  await nc?.close();
  await system?.close();
  await cluster?.stop();
});

const isAtLeast = (minor: number) => Number(cluster.version.split('.')[1]) >= minor;

async function replicated(): Promise<Stream> {
  const name = uniqueName('R3');
  const stream = await manager.streams.create({ name, subjects: [`${name}.*`], num_replicas: 3 });
  await eventually(async () => {
    const info = await stream.cluster();
    return info?.leader !== undefined && (info.replicas ?? []).filter((peer) => peer.current).length === 2;
  }, 'all replicas are current');
  return stream;
}

type Leader = () => Promise<string | undefined>;

/** Steps down until another server leads: an election may be won by the one that has just stepped down. */
async function expectHandOver(read: Leader, stepDown: () => Promise<void>): Promise<void> {
  const before = await read();
  const hasMoved = async () => {
    const now = await read().catch(() => undefined);
    return Boolean(now) && now !== before;
  };
  for (let attempt = 1; attempt < 5; attempt += 1) {
    await stepDown();
    const moved = eventually(hasMoved, 'another leader', 3000);
    if (
      await moved.then(
        () => true,
        () => false,
      )
    )
      return;
  }
  throw new Error(`${before} leads after all`);
}

describe('on three nodes', () => {
  it('hands a stream and a consumer over', async () => {
    const stream = await replicated();
    const leaderOf =
      (asset: Stream | Consumer): Leader =>
      async () =>
        (await asset.cluster())?.leader;
    await expectHandOver(leaderOf(stream), () => stream.stepDown());

    const consumer = await stream.consumers.create({ durable_name: 'C' });
    await eventually(async () => {
      const peers = (await consumer.cluster())?.replicas ?? [];
      return peers.length === 2 && peers.every((peer) => peer.current);
    }, 'all replicas of the consumer are current');
    await expectHandOver(leaderOf(consumer), () => consumer.stepDown());
  }, 60_000);

  it('hands over to a server of choice, or says which version it takes', async () => {
    const stream = await replicated();
    const preferred = (await stream.cluster())?.replicas?.[0]?.name ?? '';
    const step = stream.stepDown({ preferred });
    if (!isAtLeast(11)) {
      await expect(step).rejects.toThrow(/FEATURE_UNSUPPORTED.*2\.11\.0/);
      return;
    }
    await step;
    await eventually(
      async () => (await stream.cluster().catch(() => undefined))?.leader === preferred,
      `${preferred} leads`,
    );
  }, 60_000);

  it('takes a peer out of a stream', async () => {
    const name = uniqueName('R1');
    const stream = await manager.streams.create({ name, subjects: [name], num_replicas: 1 });
    await eventually(async () => Boolean((await stream.cluster())?.leader), 'it has a leader');
    const peer = (await stream.cluster())?.leader ?? '';
    await stream.removePeer(peer);
    await eventually(async () => {
      const leader = (await stream.cluster().catch(() => undefined))?.leader;
      return Boolean(leader) && leader !== peer;
    }, `${peer} no longer holds the stream`);
    await expect(stream.removePeer('nobody')).rejects.toThrow(expect.objectContaining({ code: 'API_ERROR' }));
  }, 60_000);

  it('hands the meta group over, and purges an account', async () => {
    await expectHandOver(
      () => cluster.metaLeader(),
      () => meta.meta.stepDown(),
    );
    await replicated();
    expect(await meta.meta.purgeAccount('APP')).toBe(true);
    await eventually(async () => (await manager.streams.names()).length === 0, 'the account is empty');
  }, 60_000);

  it('refuses what needs the system account', async () => {
    const impatient = await createManager(nc, { timeoutMs: 500 });
    await expect(impatient.meta.removePeer({ name: 'nobody' })).rejects.toThrow(
      /JETSTREAM_UNAVAILABLE|TIMEOUT|API_ERROR/,
    );
    await expect(meta.meta.removePeer({ name: 'nobody' })).rejects.toThrow(
      expect.objectContaining({ code: 'API_ERROR' }),
    );
    await expect(meta.meta.removePeer({})).rejects.toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  }, 60_000);

  it('restores a replicated stream', async () => {
    const stream = await replicated();
    const js = manager.jetstream.jetstream();
    for (let count = 0; count < 50; count += 1) await js.publish(`${stream.name}.a`, 'x'.repeat(10_000));
    const directory = await mkdtemp(join(tmpdir(), 'backup-'));
    await backupStream(manager, stream.name, directory);
    await stream.delete();
    const { state } = await restoreStream(manager, directory);
    expect(state.messages).toBe(50);
    await rm(directory, { recursive: true });
    await eventually(
      async () => (await checkStream(manager, stream.name, { peersExpected: 3 })).status === 'OK',
      'it has its replicas',
    );
  }, 60_000);

  it('checks replicas, and lists what is missing while servers are gone', async () => {
    const names = [await replicated(), await replicated()].map((stream) => stream.name).sort();
    expect(
      await checkStream(manager, names[0] ?? '', { peersExpected: 3, peerLagCritical: 100, peerSeenCritical: 60 }),
    ).toMatchObject({
      status: 'OK',
    });
    const single = uniqueName('SINGLE');
    const stream = await manager.streams.create({ name: single, subjects: [single], num_replicas: 1 });
    const home = (await stream.cluster())?.leader ?? '';
    const index = Number(home.slice(home.lastIndexOf('-') + 1)) - 1;
    await cluster.stopNode(index);
    await eventually(async () => {
      const list = await manager.streams.list().catch(() => undefined);
      return list !== undefined && [...list.missing, ...Object.keys(list.offline)].includes(single);
    }, 'the list tells that the stream is missing');
    await eventually(async () => {
      const { criticals } = await checkAccount(manager, { replicas: true });
      return criticals.join().includes(single);
    }, 'the account check tells it too');
    await cluster.restartNode(index);
    await eventually(async () => {
      const list = await manager.streams.list().catch(() => undefined);
      return list !== undefined && list.missing.length === 0 && Object.keys(list.offline).length === 0;
    }, 'nothing is missing any more');
  }, 90_000);
});
