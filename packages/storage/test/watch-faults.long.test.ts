import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { deleteBucket, ensureBucket, type KeyValueBucket, openBucket, type WatchOptions } from '@symphony-ts/storage';
import { eventually } from '../../../test/support/eventually.js';
import { dial } from './servers.js';

/** Longer than a server waits for a sign of life of a reader. */
const PAUSE_MS = 7_000;

interface World {
  readonly server: NatsServer;
  readonly nc: NatsConnection;
  readonly storeDir: string;
}

const reconnected = async ({ nc }: World, run: () => Promise<unknown>): Promise<void> => {
  const status = nc.status()[Symbol.asyncIterator]();
  await run();
  let event = await status.next();
  while (!event.done && event.value.type !== 'reconnect') event = await status.next();
};

const remake = (nc: NatsConnection): Promise<unknown> =>
  (async () => {
    // JetStream may still be starting.
    for (;;) {
      try {
        return await ensureBucket(nc, { name: 'b', history: 5 }, { timeoutMs: 1000 });
      } catch {
        await delay(50);
      }
    }
  })();

/** The fault of a watch, and whether the changes of the bucket may be incomplete afterwards. */
const faults: readonly (readonly [string, boolean, (world: World) => Promise<unknown>])[] = [
  [
    'the server was killed and is back',
    false,
    (world) =>
      reconnected(world, async () => {
        await world.server.kill();
        await world.server.restart();
      }),
  ],
  [
    'the server lost its store',
    true,
    async (world) => {
      await reconnected(world, async () => {
        await world.server.kill();
        await rm(world.storeDir, { recursive: true, force: true });
        await world.server.restart();
      });
      await remake(world.nc);
    },
  ],
  [
    'the bucket was deleted and made again',
    true,
    async ({ nc }) => {
      await deleteBucket(nc, 'b');
      await remake(nc);
    },
  ],
  [
    'its consumer was deleted',
    false,
    async ({ nc }) => {
      const manager = await jetstreamManager(nc);
      for await (const { name } of manager.consumers.list('KV_b')) await manager.consumers.delete('KV_b', name);
    },
  ],
  ['the connection was replaced', false, (world) => reconnected(world, () => world.nc.reconnect())],
];

const watches: readonly (readonly [string, WatchOptions])[] = [
  ['all values and changes', {}],
  ['changes only', { initial: 'none' }],
  ['changes since a revision', { since: 1 }],
];

interface Watching {
  readonly seen: Map<string, unknown>;
  readonly revisions: readonly number[];
  gaps: number;
  end(): Promise<void>;
}

function follow(bucket: KeyValueBucket, options: WatchOptions): Watching {
  const controller = new AbortController();
  const seen = new Map<string, unknown>();
  const revisions: number[] = [];
  const watching: Watching = {
    seen,
    revisions,
    gaps: 0,
    async end() {
      controller.abort();
      await reading;
    },
  };
  const reading = (async () => {
    const onGap = (): void => {
      watching.gaps++;
      revisions.length = 0;
    };
    for await (const change of bucket.watch('>', { ...options, signal: controller.signal, onGap })) {
      seen.set(change.key, change.value);
      revisions.push(change.revision);
    }
  })();
  return watching;
}

describe.each(faults)('after %s', (_fault, losesHistory, strike) => {
  it('each watch goes on, tells of a gap, repeats nothing, and leaves no consumer behind', async () => {
    const storeDir = await mkdtemp(join(tmpdir(), 'watch-faults-'));
    await using server = await startNatsServer({ jetstream: { storeDir } });
    const nc = await dial(server);
    try {
      await ensureBucket(nc, { name: 'b', history: 5 });
      const bucket = await openBucket(nc, 'b', { timeoutMs: 2000 });
      await bucket.putAll({ a: 1, b: 1 });
      const all = watches.map(([, options]) => follow(bucket, options));
      const live = async (round: number): Promise<void> => {
        await eventually(async () => {
          await bucket.put('ping', round).catch(() => undefined);
          return all.every(({ seen }) => seen.get('ping') === round);
        });
      };
      await live(1);
      await strike({ server, nc, storeDir });
      await bucket.put('after', 'the fault');
      await eventually(() => all.every(({ seen }) => seen.get('after') === 'the fault'));
      await live(2);
      expect(all.map(({ gaps }) => gaps > 0)).toEqual(all.map(() => losesHistory));
      for (const { revisions } of all) expect(revisions).toEqual([...new Set(revisions)].toSorted((x, y) => x - y));
      await Promise.all(all.map((watching) => watching.end()));
      const manager = await jetstreamManager(nc);
      await eventually(async () => (await manager.streams.info('KV_b')).state.consumer_count === 0);
    } finally {
      await nc.close();
      await rm(storeDir, { recursive: true, force: true });
    }
  });
});

describe('a reader that pauses', () => {
  it('gets all that was written meanwhile, each once and in order, and leaves no consumer behind', async () => {
    await using server = await startNatsServer({ jetstream: {} });
    const nc = await dial(server);
    try {
      await ensureBucket(nc, { name: 'b', history: 5 });
      const bucket = await openBucket(nc, 'b');
      const first = await bucket.put('first', 0);
      const ending = new AbortController();
      const revisions: number[] = [];
      const gaps: string[] = [];
      const pause = new AbortController();
      const reading = (async () => {
        const options = { initial: 'none', signal: ending.signal, onGap: () => void gaps.push('gap') } as const;
        for await (const { revision } of bucket.watch('>', options)) {
          revisions.push(revision);
          // Like a reader that works slowly on each change.
          if (revisions.length === 1) await once(pause.signal, 'abort');
        }
      })();
      // Each key is written once, because a bucket keeps only its history of a key.
      for (let count = 0; revisions.length === 0; count += 1) await bucket.put(`begin.${count}`, 0);
      const before = revisions[0] ?? first;
      const began = performance.now();
      let last = before;
      for (let round = 0; performance.now() - began < PAUSE_MS; round += 1) {
        await bucket.putAll(Array.from({ length: 500 }, (_, i) => [`k${round}.${i}`, 'x'.repeat(200)] as const));
        last = await bucket.put(`round.${round}`, round);
      }
      expect(revisions).toHaveLength(1);
      pause.abort();
      await eventually(() => revisions.at(-1) === last);
      expect(gaps).toEqual([]);
      expect(revisions).toEqual(Array.from({ length: last - before + 1 }, (_, i) => before + i));
      ending.abort();
      await reading;
      const manager = await jetstreamManager(nc);
      await eventually(async () => (await manager.streams.info('KV_b')).state.consumer_count === 0);
    } finally {
      await nc.close();
    }
  });
});
