import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { type NatsCluster, startNatsCluster } from '@symphony-ts/nats-server';
import { eventually } from '../../../test/support/eventually.js';
import {
  backupStream,
  checkAccount,
  checkStream,
  createManager,
  type Manager,
  restoreStream,
  type Stream,
} from '../src/index.js';
import { atVersion } from './support/at-version.js';
import { uniqueName } from './support/fixture.js';
import { expectHandOver } from './support/hand-over.js';

let cluster: NatsCluster;
let nc: NatsConnection;
let system: NatsConnection;
let manager: Manager;
/**
 * For conditions that are checked repeatedly. No server answers for a stream that is moving to another server, and no
 * server answers at all without a meta leader. Each request times out early, so that the wait can send it again.
 */
let impatient: Manager;
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
  impatient = await createManager(nc, { timeoutMs: 2000 });
  meta = await createManager(system, { timeoutMs: 10_000 });
  // The cluster has elected its leader, but an account may still get the answer that there is none.
  await eventually('JetStream answers', () => impatient.account.isEnabled());
});
afterAll(async () => {
  await nc?.close();
  await system?.close();
  await cluster?.stop();
});

const clusterOf = async (name: string) => (await impatient.streams.load(name)).lastInfo.cluster;

const isAtLeast = (minor: number) => Number(cluster.version.split('.')[1]) >= minor;

async function replicated(): Promise<Stream> {
  const name = uniqueName('R3');
  const stream = await manager.streams.create({ name, subjects: [`${name}.*`], num_replicas: 3 });
  await eventually('all replicas are current', async () => {
    const info = await clusterOf(name);
    return info?.leader !== undefined && (info.replicas ?? []).filter((peer) => peer.current).length === 2;
  });
  return stream;
}

describe('on three nodes', () => {
  it('hands a stream and a consumer over', async () => {
    const stream = await replicated();
    await expectHandOver(
      async () => (await clusterOf(stream.name))?.leader,
      () => stream.stepDown(),
    );

    const consumer = await stream.consumers.create({ durable_name: 'C' });
    const consumerCluster = async () =>
      (await (await impatient.streams.load(stream.name)).consumers.load('C')).cluster();
    await eventually('all replicas of the consumer are current', async () => {
      const peers = (await consumerCluster())?.replicas ?? [];
      return peers.length === 2 && peers.every((peer) => peer.current);
    });
    await expectHandOver(
      async () => (await consumerCluster())?.leader,
      () => consumer.stepDown(),
    );
  });

  it('hands over to a server of choice, or says which version it takes', async () => {
    const stream = await replicated();
    const preferred = (await stream.cluster())?.replicas?.[0]?.name ?? '';
    const stepDown = () => stream.stepDown({ preferred });
    if (!isAtLeast(11)) {
      await expect(stepDown()).rejects.toThrow(/FEATURE_UNSUPPORTED.*2\.11\.0/);
      return;
    }
    await expectHandOver(async () => (await clusterOf(stream.name))?.leader, stepDown, preferred);
  });

  it('takes a peer out of a stream', async () => {
    const name = uniqueName('R1');
    const stream = await manager.streams.create({ name, subjects: [name], num_replicas: 1 });
    await eventually('it has a leader', async () => Boolean((await clusterOf(name))?.leader));
    const peer = (await clusterOf(name))?.leader ?? '';
    await stream.removePeer(peer);
    await eventually(`${peer} no longer holds the stream`, async () => {
      const leader = (await clusterOf(name))?.leader;
      return Boolean(leader) && leader !== peer;
    });
    await expect(stream.removePeer('nobody')).rejects.toThrow(expect.objectContaining({ code: 'API_ERROR' }));
  });

  it('hands the meta group over, and purges an account', async () => {
    await expectHandOver(
      () => cluster.metaLeader(),
      () => meta.meta.stepDown(),
    );
    await replicated();
    expect(await meta.meta.purgeAccount('APP')).toBe(true);
    await eventually('the account is empty', async () => (await manager.streams.names()).length === 0);
  });

  it.each(['2.9.10', '2.15.1'])(
    'asks the version of the meta leader, on a connection to %s, before it names the next one',
    async (connected) => {
      const asked: string[] = [];
      const behind = await createManager(
        atVersion(system, connected, (subject) => asked.push(subject)),
        { timeoutMs: 10_000 },
      );
      const leader = await cluster.metaLeader();
      const preferred = cluster.servers.map(({ name }) => name).find((name) => name !== leader) ?? '';
      const stepDown = () => behind.meta.stepDown({ preferred });
      if (!isAtLeast(11)) {
        await expect(stepDown()).rejects.toThrow(`2.11.0, this one is ${cluster.version}`);
        expect(asked).not.toContain('$JS.API.META.LEADER.STEPDOWN');
        return;
      }
      await expectHandOver(() => cluster.metaLeader(), stepDown, preferred);
    },
  );

  it('refuses what needs the system account', async () => {
    const unanswered = await createManager(nc, { timeoutMs: 500 });
    await expect(unanswered.meta.removePeer({ name: 'nobody' })).rejects.toThrow(
      /JETSTREAM_UNAVAILABLE|TIMEOUT|API_ERROR/,
    );
    await expect(meta.meta.removePeer({ name: 'nobody' })).rejects.toThrow(
      expect.objectContaining({ code: 'API_ERROR' }),
    );
    await expect(meta.meta.removePeer({})).rejects.toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

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
      'it has its replicas',
      async () => (await checkStream(impatient, stream.name, { peersExpected: 3 })).status === 'OK',
    );
  });

  it('checks replicas, and lists what is missing while servers are gone', async () => {
    const name = (await replicated()).name;
    const wanted = { peersExpected: 3, peerLagCritical: 100, peerSeenCritical: 60 };
    await eventually('its replicas are well', async () => (await checkStream(impatient, name, wanted)).status === 'OK');
    const single = uniqueName('SINGLE');
    const stream = await manager.streams.create({ name: single, subjects: [single], num_replicas: 1 });
    const home = (await stream.cluster())?.leader ?? '';
    const index = Number(home.slice(home.lastIndexOf('-') + 1)) - 1;
    await cluster.stopNode(index);
    // The first request may go to the stopped server. The next one takes four seconds: the meta leader waits that long for
    // the answer of a stream's server.
    await eventually('the list tells that the stream is missing', async () => {
      const { missing, offline } = await manager.streams.list();
      return [...missing, ...Object.keys(offline)].includes(single);
    });
    await eventually('the account check tells it too', async () => {
      const { criticals } = await checkAccount(manager, { replicas: true });
      return criticals.join().includes(single);
    });
    await cluster.restartNode(index);
    await eventually('nothing is missing any more', async () => {
      const { missing, offline } = await manager.streams.list();
      return missing.length === 0 && Object.keys(offline).length === 0;
    });
  }, 240_000);
});
