import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { eventually } from '../../../test/support/eventually.js';
import { type NatsCluster, startNatsCluster } from '../src/index.js';

const connectTo = async (urls: readonly string[]) => {
  const nc = await connect({ servers: [...urls], maxReconnectAttempts: -1, reconnectTimeWait: 50 });
  return { nc, [Symbol.asyncDispose]: () => nc.close() };
};

describe('startNatsCluster', () => {
  let cluster: NatsCluster;
  beforeAll(async () => {
    cluster = await startNatsCluster();
  });
  afterAll(() => cluster.stop());

  const leaderIndex = async (): Promise<number> => {
    const leader = await cluster.metaLeader();
    return cluster.servers.findIndex(({ name }) => name === leader);
  };

  it('keeps a replicated stream readable and writable without its leader', async () => {
    await using connection = await connectTo(cluster.clientUrls);
    const { nc } = connection;
    const jsm = await jetstreamManager(nc);
    const stream = await jsm.streams.add({ name: 'EVENTS', subjects: ['events.>'], num_replicas: 3 });
    expect(stream.cluster?.replicas).toHaveLength(2);
    const js = jetstream(nc);
    // The stream elects its own leader. The id makes a repeated message count once.
    const publish = (text: string) =>
      eventually(`${text} is stored`, () => js.publish('events.a', text, { msgID: text }));
    await publish('one');

    const stopped = await leaderIndex();
    await cluster.stopNode(stopped);
    expect(await leaderIndex()).not.toBe(stopped);
    await publish('two');

    await cluster.restartNode(stopped);
    expect(cluster.servers[stopped]?.pid).toBeDefined();
    await eventually(async () => expect((await jsm.streams.info('EVENTS')).state.messages).toBe(2));
  });

  it('comes back with its data after all servers were killed', async () => {
    const urls = cluster.clientUrls;
    await cluster.kill();
    expect(cluster.servers.map(({ pid }) => pid)).toEqual([undefined, undefined, undefined]);
    await cluster.restart();
    expect(cluster.clientUrls).toEqual(urls);
    await using connection = await connectTo(urls);
    const jsm = await jetstreamManager(connection.nc, { checkAPI: false });
    // The stream elects its own leader after the meta leader.
    await eventually('the stream has both messages', async () => {
      const messages = await jsm.streams.info('EVENTS').then(
        ({ state }) => state.messages,
        () => 0,
      );
      return messages === 2;
    });
  });

  it('refuses a server it does not have', async () => {
    await expect(cluster.stopNode(3)).rejects.toThrow('the cluster has no server 3, only 0 to 2');
  });

  it.each([{ size: 1 }, { jetstream: false }])('refuses %j', async (options) => {
    await expect(startNatsCluster(options)).rejects.toMatchObject({ code: 'INVALID_CONFIG' });
  });
});
