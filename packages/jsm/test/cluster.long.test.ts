import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { createManager, type Manager } from '@symphony-ts/jetstream-manager';
import { type NatsCluster, startNatsCluster } from '@symphony-ts/nats-server';
import { eventually } from '../../../test/support/eventually.js';
import { expectHandOver } from '../../jetstream-manager/test/support/hand-over.js';
import { type CommandLine, runnerOf } from './support/command-line.js';

let cluster: NatsCluster;
let nc: NatsConnection;
let manager: Manager;
let folder: string;
let jsm: CommandLine['run'];

beforeAll(async () => {
  cluster = await startNatsCluster();
  nc = await connect({ servers: [...cluster.clientUrls], noAsyncTraces: true });
  // While there is no leader, requests get no answer. Each request times out early, so that the wait can send it again.
  manager = await createManager(nc, { timeoutMs: 2000 });
  await eventually('JetStream answers', () => manager.account.isEnabled());
  folder = await mkdtemp(join(tmpdir(), 'jsm-cluster-'));
  jsm = runnerOf(cluster.clientUrls.join(','), folder);
});
afterAll(async () => {
  await nc?.close();
  await cluster?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command that must succeed. A request without an answer throws, so that it can be sent again. */
async function done(words: string): Promise<string> {
  const { code, out, err } = await jsm(words);
  if (code !== 0) throw new Error(`jsm ${words}: ${err}`);
  return out;
}

const streamCluster = async (name: string) => (await manager.streams.load(name)).lastInfo.cluster;
const consumerCluster = async (stream: string, name: string) => (await manager.consumers(stream).load(name)).cluster();

async function replicated(name: string): Promise<void> {
  await eventually(`${name} is made`, async () => {
    await done(`stream add ${name} --replicas 3`);
    return true;
  });
  await eventually('all replicas are current', async () => {
    const info = await streamCluster(name);
    return info?.leader !== undefined && (info.replicas ?? []).filter((peer) => peer.current).length === 2;
  });
}

describe('jsm on three nodes', () => {
  it.each(['stream cluster step-down S', 'stream cluster sd S', 'str c elect S --force'])(
    'hands a stream over with %s',
    async (words) => {
      await replicated('S');
      await expectHandOver(
        async () => (await streamCluster('S'))?.leader,
        () => done(words),
      );
    },
  );

  it('hands a stream over to a server of choice, or says which version it takes', async () => {
    await replicated('S');
    const preferred = (await streamCluster('S'))?.replicas?.[0]?.name ?? '';
    const words = `stream cluster step-down S --preferred ${preferred}`;
    if (cluster.version.startsWith('2.9.')) {
      expect(await jsm(words)).toMatchObject({ code: 1, err: expect.stringContaining('2.11.0') });
      return;
    }
    await expectHandOver(
      async () => (await streamCluster('S'))?.leader,
      () => done(words),
      preferred,
    );
  });

  it.each(['consumer step-down', 'consumer cluster step-down', 'con c down'])(
    'hands a consumer over with %s',
    async (words) => {
      await replicated('S');
      await done('consumer add S C');
      await eventually('all replicas of the consumer are current', async () => {
        const peers = (await consumerCluster('S', 'C'))?.replicas ?? [];
        return peers.length === 2 && peers.every((peer) => peer.current);
      });
      await expectHandOver(
        async () => (await consumerCluster('S', 'C'))?.leader,
        () => done(`${words} S C`),
      );
    },
  );

  it('takes a server out of a stream, when that is confirmed', async () => {
    await done('stream add ONE');
    await eventually('it has a leader', async () => Boolean((await streamCluster('ONE'))?.leader));
    const peer = (await streamCluster('ONE'))?.leader ?? '';
    expect(await jsm(`stream cluster peer-remove ONE ${peer}`)).toMatchObject({
      code: 2,
      err: expect.stringContaining('--force'),
    });
    await done(`stream cluster peer-remove ONE ${peer} --force`);
    await eventually(`${peer} no longer holds the stream`, async () => {
      const leader = (await streamCluster('ONE'))?.leader;
      return Boolean(leader) && leader !== peer;
    });
    expect(await jsm('stream cluster pr ONE nobody --force')).toMatchObject({ code: 1 });
  });
});
