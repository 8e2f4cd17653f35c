import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type NatsCluster, startNatsCluster } from '@symphony-ts/nats-server';
import { ensureBucket, type KeyValueBucket, openBucket } from '@symphony-ts/storage';
import { eventually } from '../../../test/support/eventually.js';

/** Longer than an election, and than a busy machine keeps a leader silent. A test that needs it waits; none measures it. */
const timeoutMs = 60_000;

let cluster: NatsCluster;
const connections: NatsConnection[] = [];

beforeAll(async () => {
  cluster = await startNatsCluster({ size: 3 });
});
afterAll(async () => {
  await Promise.all(connections.map((nc) => nc.close()));
  await cluster.stop();
});

/** A bucket of three copies, on a connection to one server. */
async function clustered(name: string, node = 0): Promise<KeyValueBucket> {
  const server = cluster.servers[node];
  if (!server) throw new Error(`there is no server ${node}`);
  const nc = await connect({ servers: server.url, maxReconnectAttempts: -1, reconnectTimeWait: 50 });
  connections.push(nc);
  await ensureBucket(nc, { name, history: 5 }, { replicas: 3, timeoutMs });
  return openBucket(nc, name, { timeoutMs });
}

/** Writes that keep the followers behind until the returned function is called. */
function load(bucket: KeyValueBucket): () => Promise<void> {
  const over = new AbortController();
  const writing = (async () => {
    while (!over.signal.aborted) await bucket.putAll(Array.from({ length: 500 }, (_, i) => [`load.${i}`, i] as const));
  })();
  return () => {
    over.abort();
    return writing;
  };
}

/** A bucket of which one copy lacks most of what this connection has written: its server was paused until now. */
async function behindOneCopy(name: string): Promise<{ readonly bucket: KeyValueBucket; readonly written: number }> {
  const bucket = await clustered(name, 0);
  await bucket.put('first', 0);
  const [nc] = connections.slice(-1);
  if (!nc) throw new Error('there is a connection');
  const { cluster: group } = await (await jetstreamManager(nc)).streams.info(`KV_${name}`);
  const late = cluster.servers.slice(1).find((server) => server.name !== group?.leader);
  if (late?.pid === undefined) throw new Error('there is a follower');
  process.kill(late.pid, 'SIGSTOP');
  let written = 1;
  try {
    for (let round = 0; round < 40; round += 1, written += 500) {
      const values = Array.from({ length: 500 }, (_, i) => [`k.${round}.${i}`, 'x'.repeat(1_000)] as const);
      expect((await bucket.putAll(values)).failed).toBe(0);
    }
  } finally {
    process.kill(late.pid, 'SIGCONT');
  }
  return { bucket, written };
}

describe('a bucket on three servers', () => {
  it.each([0, 1])('gives back what one wrote, on a connection to server %d', async (node) => {
    const bucket = await clustered(`own_${node}`, node);
    const stop = load(await clustered(`own_${node}`, (node + 1) % 3));
    try {
      for (let i = 0; i < 60; i++) {
        const key = `k${i % 20}`;
        const revision = await bucket.put(key, i);
        expect((await bucket.get(key))?.revision).toBe(revision);
        const created = await bucket.create(`new.${i}`, i);
        expect((await bucket.get(`new.${i}`))?.revision).toBe(created);
        expect((await bucket.get(`new.${i}`, { revision: created }))?.value).toBe(i);
        if (i % 10 === 0) await bucket.delete(`new.${i}`);
        if (i % 10 === 0) expect(await bucket.get(`new.${i}`)).toBeUndefined();
      }
      const keys = Array.from({ length: 200 }, (_, i) => `batch.${i}`);
      for (let round = 0; round < 3; round++) {
        await bucket.putAll(keys.map((key) => [key, round] as const));
        const all = await bucket.getAll(keys);
        expect(keys.filter((key) => all.get(key)?.value !== round)).toEqual([]);
      }
    } finally {
      await stop();
    }
  });

  it('names the revision that is there where an update conflicts', async () => {
    const bucket = await clustered('conflicts', 1);
    const stop = load(await clustered('conflicts', 2));
    try {
      for (let i = 0; i < 30; i++) {
        const revision = await bucket.put('k', i);
        await expect(bucket.update('k', i, revision + 1_000_000)).rejects.toMatchObject({ actual: revision });
        await expect(bucket.create('k', i)).rejects.toMatchObject({ params: { revision } });
      }
    } finally {
      await stop();
    }
  });

  it('shows the writes of everybody where a read is consistent', async () => {
    const [writer, reader] = [await clustered('everybody', 0), await clustered('everybody', 2)];
    for (let i = 0; i < 100; i++) {
      const revision = await writer.put('k', i);
      expect((await reader.get('k', { consistent: true }))?.revision).toBe(revision);
    }
  });

  it('is written and read on while its leader changes', async () => {
    const bucket = await clustered('led', 0);
    const revisions = new Map<string, number>();
    const over = new AbortController();
    const writing = (async () => {
      for (let i = 0; !over.signal.aborted; i++) revisions.set(`k${i}`, await bucket.put(`k${i}`, i));
    })();
    const incrementing = (async () => {
      let count = 0;
      await bucket.put('count', 0);
      for (; !over.signal.aborted; count++) {
        const entry = await bucket.get('count');
        if (!entry) throw new Error('the counter is there');
        await bucket.update('count', Number(entry.value) + 1, entry.revision);
      }
      return count;
    })();
    const [nc] = connections.slice(-1);
    for (let i = 0; i < 3; i++) {
      const before = revisions.size;
      await nc?.request('$JS.API.STREAM.LEADER.STEPDOWN.KV_led', undefined, { timeout: 10_000 });
      const batch = await bucket.putAll(Array.from({ length: 500 }, (_, n) => [`b${i}.${n}`, n] as const));
      expect(batch).toMatchObject({ succeeded: 500, failed: 0 });
      while (revisions.size < before + 20) await bucket.get('count', { consistent: true });
    }
    over.abort();
    const [count] = await Promise.all([incrementing, writing]);
    expect((await bucket.get('count'))?.value).toBe(count);
    const stored = await bucket.getAll(revisions.keys());
    expect([...revisions].filter(([key, revision]) => stored.get(key)?.revision !== revision)).toEqual([]);
  });

  it('lists all that was written here, while a copy is behind', async () => {
    const { bucket, written } = await behindOneCopy('listed');
    const list = async (filter: string): Promise<number> => {
      const keys: string[] = [];
      for await (const key of bucket.keys(filter)) keys.push(key);
      return keys.length;
    };
    // Any of three copies may serve a listing.
    const counts = await Promise.all(Array.from({ length: 12 }, (_, i) => list(i % 2 === 0 ? '>' : 'k.>')));
    expect(counts).toEqual(counts.map((_, i) => (i % 2 === 0 ? written : written - 1)));
  });

  it('ends the first reading of a watch with all that was written here, while a copy is behind', async () => {
    const { bucket } = await behindOneCopy('first_reading');
    // The newest of them, which the copy that is behind gets last.
    const read = async (): Promise<number> => {
      const done = new AbortController();
      const keys = new Set<string>();
      const options = { signal: done.signal, onInitialDone: () => done.abort() };
      for await (const { key } of bucket.watch('k.39.>', options)) keys.add(key);
      return keys.size;
    };
    // Any of three copies may serve a watch.
    for (let round = 0; round < 5; round += 1) {
      const counts = await Promise.all(Array.from({ length: 12 }, read));
      expect(counts).toEqual(counts.map(() => 500));
    }
  });

  it('is watched on through changes of its leader, and when the leader is killed', async () => {
    const buckets = [await clustered('watched', 0), await clustered('watched', 1), await clustered('watched', 2)];
    const ending = new AbortController();
    const watches = buckets.map((bucket) => {
      const watch = { seen: new Set<unknown>(), revisions: [] as number[], gaps: 0, reading: Promise.resolve() };
      const onGap = (): void => void watch.gaps++;
      watch.reading = (async () => {
        for await (const { value, revision } of bucket.watch('>', { signal: ending.signal, onGap })) {
          watch.seen.add(value);
          watch.revisions.push(revision);
        }
      })();
      return watch;
    });
    const write = async (value: string): Promise<void> => {
      for (const bucket of buckets) await eventually('a write', () => bucket.put('k', value));
      await eventually(`all watches see it ${value}`, () => watches.every(({ seen }) => seen.has(value)));
    };
    await write('at first');
    const [nc] = connections.slice(-1);
    if (!nc) throw new Error('there is a connection');
    for (let round = 0; round < 3; round++) {
      await nc.request('$JS.API.STREAM.LEADER.STEPDOWN.KV_watched', undefined, { timeout: 10_000 });
      await write(`after change ${round}`);
    }
    const manager = await jetstreamManager(nc);
    const leader = (await manager.streams.info('KV_watched')).cluster?.leader;
    const server = cluster.servers.find(({ name }) => name === leader);
    await server?.kill();
    await write('without the old leader');
    await server?.restart();
    await write('with all again');
    ending.abort();
    await Promise.all(watches.map(({ reading }) => reading));
    for (const { revisions, gaps } of watches) {
      expect(gaps).toBe(0);
      expect(revisions).toEqual([...new Set(revisions)].toSorted((a, b) => a - b));
    }
    // While there was no meta leader, a server could not remove a consumer without a listener. It tries again after 30 s.
    await eventually(
      'no consumer is left',
      async () => (await manager.streams.info('KV_watched')).state.consumer_count === 0,
      100_000,
    );
  }, 300_000);
});
