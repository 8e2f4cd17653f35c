import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { assertBuilt } from '../../../test/support/assert-built.js';
import { eventually } from '../../../test/support/eventually.js';
import { backupStream, createManager, type Manager, restoreStream } from '../src/index.js';
import { type BreakableProxy, startBreakableProxy } from './support/breakable-proxy.js';
import { type Fixture, startFixture } from './support/fixture.js';
import { type DiskToFill, makeDiskToFill } from './support/full-disk.js';
import { contentsOf } from './support/full-stream.js';
import { Random } from './support/random.js';
import { createRandomStream, originOf, publishTo, type StreamKind, streamKinds } from './support/random-stream.js';
import { type Aftermath, faults, type Round } from './support/torture-faults.js';

/**
 * Backs up streams of all kinds and restores them over themselves, while something goes wrong. When the server is back and
 * the restore has run again, either the existing stream or the restored one must be there and complete, and nothing else.
 * `TORTURE_SEED` repeats a run. `TORTURE_ROUNDS` and `TORTURE_MINUTES` make it longer. `TORTURE_FAULT` and `TORTURE_KIND`
 * select one of each.
 */
const seed = Number(process.env['TORTURE_SEED'] ?? 20_260_101);
const rounds = Number(process.env['TORTURE_ROUNDS'] ?? 27);
const minutes = Number(process.env['TORTURE_MINUTES'] ?? 0);
const onlyFault = process.env['TORTURE_FAULT'];
const onlyKind = process.env['TORTURE_KIND'];
const megabyte = 1024 * 1024;
const capacity = 24 * megabyte;

let fixture: Fixture;
let disk: DiskToFill | undefined;
let root: string;
let proxy: BreakableProxy;
let throughProxy: NatsConnection;
let behindProxy: Manager;
beforeAll(async () => {
  assertBuilt('packages/jsm');
  // The limit of the server comes first, the end of the disk only if something else fills it.
  disk = await makeDiskToFill((4 * capacity) / megabyte);
  const storage = { maxFileBytes: capacity, ...(disk && { storeDir: disk.storeDir }) };
  fixture = await startFixture({ timeoutMs: 10_000 }, { jetstream: storage });
  root = await mkdtemp(join(tmpdir(), 'torture-'));
  proxy = await startBreakableProxy(fixture.server.url);
  throughProxy = await connect({
    servers: proxy.url,
    noAsyncTraces: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 50,
    ignoreClusterUpdates: true,
  });
  behindProxy = await createManager(throughProxy, { timeoutMs: 2000 });
});
afterAll(async () => {
  await throughProxy?.close();
  await proxy?.stop();
  await fixture?.stop();
  await disk?.[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});
jest.setTimeout(3_600_000);

interface Place {
  readonly name: string;
  readonly ackFloor: readonly [consumerSeq: number, streamSeq: number];
}

interface Contents {
  readonly first_seq: number;
  readonly consumers: readonly Place[];
}

/**
 * The state of a stream. Servers since 2.15 restore a consumer as a new one if its next message was deleted, see
 * docs/upstream.md. It then delivers from the first message, and its position has another sequence. The same happens to
 * consumers without acknowledgements. A pull moves a consumer past the messages that its filter excludes.
 */
async function wholeOf(name: string): Promise<unknown> {
  const whole = (await contentsOf(fixture.manager, name)) as Contents;
  const consumers = whole.consumers.map((consumer) => {
    const [acknowledged, floor] = consumer.ackFloor;
    const isForgotten = fixture.isAtLeast('2.15.0') && floor < whole.first_seq - 1;
    return acknowledged === 0 || isForgotten ? { name: consumer.name } : consumer;
  });
  return { ...whole, consumers };
}

const messagesOf = async (name: string) => (await (await fixture.manager.streams.load(name)).state()).messages;

/** Goes through kinds and faults in turn. A run has all of each, and a long run has all pairs. */
const inTurn = <T>(values: readonly T[], index: number): T => values[index % values.length] as T;

/** Keeps one stream: a server that has deleted its last stream refuses new ones for a moment. */
const kept = 'KEPT';

it(`survives what goes wrong (seed ${seed})`, async () => {
  await fixture.manager.streams.create({ name: kept, subjects: [kept] });
  const random = new Random(seed);
  const kinds = Object.entries(streamKinds).filter(
    ([title, { since }]) => fixture.isAtLeast(since) && (onlyKind ?? title) === title,
  );
  const titles = Object.keys(faults).filter((title) => (onlyFault ?? title) === title);
  const until = Date.now() + minutes * 60_000;
  let index = 0;
  for (; index < rounds || Date.now() < until; index += 1) {
    const [kindTitle, kind] = inTurn(kinds, index + Math.floor(index / titles.length));
    const fault = inTurn(titles, index);
    const name = `T${index}`;
    const about = `round ${index}, ${kindTitle}, ${fault}, seed ${seed}`;
    await createRandomStream(fixture, random, { name, kind });
    const directory = join(root, name);
    const { bytes } = await backupStream(fixture.manager, name, directory);
    const backedUp = await wholeOf(name);
    await addLater(name, kind);
    const living = await wholeOf(name);
    const origin = kind.isCircle ? await originAtRest(name) : undefined;
    const waiting = await pullForNothing(name);
    const restore: Round['restore'] = ({ manager = fixture.manager, signal, onBytes } = {}) =>
      restoreStream(manager, directory, {
        overwrite: true,
        chunkBytes: 16_384,
        ...(signal && { signal }),
        ...(onBytes && { onProgress: (progress) => onBytes(progress.bytes) }),
      });
    const aftermath = await faults[fault]?.({
      fixture,
      random,
      stream: name,
      directory,
      disk,
      bytes,
      capacity,
      proxy,
      behindProxy,
      restore,
    });
    await assertAftermath(about, aftermath ?? 'next', { name, backedUp, living });
    await restore();
    expect([about, await wholeOf(name)]).toEqual([about, backedUp]);
    if (kind.isCircle) expect([about, await contentsOf(fixture.manager, originOf(name))]).toEqual([about, origin]);
    await waiting.end;
    if (kind.isFed) await assertGoesOn(about, name);
    const names = (await fixture.manager.streams.names()).filter((each) => each !== kept);
    const strays = names.filter((each) => !each.startsWith('T'));
    expect([about, strays]).toEqual([about, []]);
    for (const each of names) await fixture.manager.streams.delete(each);
    await rm(directory, { recursive: true });
  }
  if (minutes > 0)
    process.stdout.write(`${index} rounds on ${fixture.server.version} with seed ${seed}: 0 differences\n`);
});

/** Adds messages that are not in the backup. A mirror gets none from its publishers. */
async function addLater(name: string, { settings, headers, payload }: StreamKind): Promise<void> {
  if (settings(name).mirror) return;
  for (let count = 0; count < 5; count += 1) {
    await publishTo(fixture, `${name}.later`, payload?.(new Random(0)) ?? 'later', headers);
  }
}

/** The other stream of a circle, when each of the two has the messages of both. */
async function originAtRest(name: string): Promise<unknown> {
  const origin = originOf(name);
  await eventually('both have all', async () => (await messagesOf(origin)) === (await messagesOf(name)));
  return contentsOf(fixture.manager, origin);
}

/** Starts to wait for a message. It waits while the stream is deleted and created again. */
async function pullForNothing(name: string): Promise<{ readonly end: Promise<unknown> }> {
  const consumers = fixture.manager.consumers(name);
  if (!(await consumers.exists('WAITS'))) return { end: Promise.resolve() };
  const consumer = await consumers.load('WAITS');
  // The server ends the pull together with the consumer, or the pull times out.
  return { end: consumer.nextMessage({ timeoutMs: 2000 }).catch(() => undefined) };
}

async function assertAftermath(
  about: string,
  aftermath: Aftermath,
  { name, backedUp, living }: { readonly name: string; readonly backedUp: unknown; readonly living: unknown },
): Promise<void> {
  // Only if the server is down, the next restore has to repair the stream.
  if (aftermath === 'next') return;
  const isThere = await fixture.manager.streams.exists(name);
  const found = isThere ? await wholeOf(name) : undefined;
  if (aftermath === 'either')
    return expect([about, [living, backedUp]]).toEqual([about, expect.arrayContaining([found])]);
  expect({ about, found }).toEqual({ about, found: aftermath === 'restored' ? backedUp : living });
}

/** New messages of the origin arrive, and existing ones do not arrive again. */
async function assertGoesOn(about: string, name: string): Promise<void> {
  const before = await messagesOf(name);
  await publishTo(fixture, `${name}-origin.sentinel`, 'sentinel');
  await eventually(`${about}: the stream takes from its origin`, async () => (await messagesOf(name)) > before, 60_000);
  expect([about, await messagesOf(name)]).toEqual([about, before + 1]);
}
