import { setTimeout as delay } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { bucketStream, STATUS_BUCKET } from '@symphony-ts/contract';
import { type LiveExtension, TestPlatform } from '@symphony-ts/testing';
import { eventually } from '../../../test/support/eventually.js';
import { Inventory } from './inventory.js';

const PARTS = 'inventory_parts';
const streams = [PARTS, STATUS_BUCKET].map(bucketStream);
const PAUSED_MS = 9_000;
/** Enough time for all parts to follow on a busy machine. */
const PATIENCE_MS = 45_000;

interface World {
  readonly platform: TestPlatform;
  readonly both: readonly LiveExtension<Inventory>[];
  /** A connection in the extension's account. */
  readonly inside: NatsConnection;
}

/** The faults of a platform and of two instances that serve, listen, share work and watch a bucket. */
const faults: readonly (readonly [string, (world: World) => Promise<unknown>])[] = [
  [
    'the server was killed and is back',
    async ({ platform }) => {
      await platform.platform.natsServer?.kill();
      await platform.platform.natsServer?.restart();
    },
  ],
  [
    'the server was paused',
    async ({ platform }) => {
      const pid = platform.platform.natsServer?.pid;
      if (pid === undefined) throw new Error('the platform has no server of its own');
      process.kill(pid, 'SIGSTOP');
      await delay(PAUSED_MS).finally(() => process.kill(pid, 'SIGCONT'));
    },
  ],
  ['the connections were replaced', ({ both }) => Promise.all(both.map((one) => one.context.connection.reconnect()))],
  [
    'their consumers were deleted',
    async ({ inside }) => {
      const { consumers } = await jetstreamManager(inside);
      for (const stream of streams) {
        for await (const { name } of consumers.list(stream)) await consumers.delete(stream, name);
      }
    },
  ],
  [
    // It is created again when the next instance registers.
    'their buckets were deleted',
    async ({ inside }) => {
      const manager = await jetstreamManager(inside);
      for (const stream of streams) await manager.streams.delete(stream);
    },
  ],
];

describe('all that an extension watches and listens to', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await TestPlatform.start();
  });
  afterAll(() => platform.stop());

  it.each(faults)(
    'goes on after %s, and leaves no consumer behind',
    async (fault, strike) => {
      const create = (): Promise<LiveExtension<Inventory>> =>
        platform.create(Inventory, { application: { heartbeatMs: 1_000 } });
      const both = [await create(), await create()];
      for (const { context } of both) await context.partitioner.start();
      const inside = await platform.inside('inventory');
      const [first] = both;
      if (!first) throw new Error('there are two');
      const seen = new Set<number>();
      const ending = new AbortController();
      const watching = (async () => {
        const bucket = await first.bucket<{ count: number }>(PARTS);
        for await (const { value } of bucket.watch('>', { signal: ending.signal })) if (value) seen.add(value.count);
      })();
      const isOnBoard = (count: number): boolean =>
        platform.platform.registry.list().find(({ prefix }) => prefix === 'inventory')?.instances.length === count;
      const areShared = (count: number): boolean =>
        both.every(({ context }) => context.partitioner.activeInstances().length === count);
      await eventually('two instances share work', () => areShared(2) && isOnBoard(2), PATIENCE_MS);
      await eventually('the watch is there', () => seen.has(1), PATIENCE_MS);

      await strike({ platform, both, inside });

      const third = await create();
      await third.context.partitioner.start();
      await eventually('a third one is known', () => areShared(3) && isOnBoard(3), PATIENCE_MS);
      await third.stop();
      await eventually('and its leaving', () => areShared(2) && isOnBoard(2), PATIENCE_MS);
      const count = Date.now();
      await eventually('a call', () => first.send('put', { id: 'bolt', count }), PATIENCE_MS);
      await eventually('its change', () => seen.has(count), PATIENCE_MS);
      await eventually('a command', () => first.command('recount', { by: 1 }), PATIENCE_MS);
      await first.emit('extensions.orders.created', { order: fault });
      await eventually(
        'an event',
        () => both.some(({ instance }) => instance.seen.some((line) => line.endsWith(fault))),
        PATIENCE_MS,
      );

      ending.abort();
      await watching;
      await Promise.all(both.map((one) => one.stop()));
      const manager = await jetstreamManager(inside);
      for (const stream of streams) {
        await eventually(
          'no consumer',
          async () => (await manager.streams.info(stream)).state.consumer_count === 0,
          PATIENCE_MS,
        );
      }
    },
    5 * PATIENCE_MS,
  );
});
