import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../test/support/eventually.js';
import { backupStream, isJetStreamManagerError, restoreStream, type StreamSettings } from '../src/index.js';
import { type Fixture, publish, startFixture } from './support/fixture.js';
import { contentsOf } from './support/full-stream.js';
import { Random } from './support/random.js';

/**
 * Random streams, backed up and restored over themselves while something goes wrong. Whatever happens, once the server
 * is back and the restore is tried again there is either the living stream or the restored one, whole, and nothing else.
 * `TORTURE_SEED` repeats a run, `TORTURE_ROUNDS` makes it longer.
 */
const seed = Number(process.env['TORTURE_SEED'] ?? 20_260_101);
const rounds = Number(process.env['TORTURE_ROUNDS'] ?? 12);

let fixture: Fixture;
let root: string;
beforeAll(async () => {
  fixture = await startFixture({ timeoutMs: 2000 });
  root = await mkdtemp(join(tmpdir(), 'torture-'));
});
afterAll(async () => {
  await fixture?.stop();
  await rm(root, { recursive: true, force: true });
});
jest.setTimeout(3_600_000);

interface Whole {
  readonly first_seq: number;
  readonly consumers: readonly { readonly ackFloor: readonly number[]; readonly delivered: readonly number[] }[];
}

/**
 * Everything about a stream. A consumer that was never used stands before the first message; servers since 2.15 write the
 * sequence of that place when they restore it, where a new one has 0.
 */
async function wholeOf(name: string): Promise<unknown> {
  const whole = (await contentsOf(fixture.manager, name)) as Whole;
  const place = (position: readonly number[]) => position.map((seq) => Math.max(seq, whole.first_seq - 1));
  return {
    ...whole,
    consumers: whole.consumers.map((consumer) => ({
      ...consumer,
      ackFloor: place(consumer.ackFloor),
      delivered: place(consumer.delivered),
    })),
  };
}

type Fault = (random: Random, round: Round) => Promise<void>;

interface Round {
  readonly name: string;
  readonly directory: string;
  /** Restores over the living stream; a fault may end it. */
  readonly restore: (signal?: AbortSignal, onBytes?: (bytes: number) => void) => Promise<unknown>;
  readonly bytes: number;
}

const survive = async (work: Promise<unknown>): Promise<void> => {
  await work.catch((error: unknown) => {
    if (!isJetStreamManagerError(error)) throw error;
  });
};

const serverIsBack = () => eventually('the server answers', () => fixture.manager.account.info());

const faults: Readonly<Record<string, Fault>> = {
  nothing: (_, { restore }) => restore().then(() => undefined),

  abortion: async (random, { restore, bytes }) => {
    const controller = new AbortController();
    const at = random.below(bytes + 1);
    await survive(restore(controller.signal, (sent) => void (sent >= at && controller.abort())));
  },

  'a killed server': async (random, { restore }) => {
    const delay = random.below(120);
    const kill = new Promise<void>((resolve, reject) => {
      setTimeout(() => void fixture.server.kill().then(resolve, reject), delay);
    });
    await Promise.all([survive(restore()), kill]);
    await fixture.server.restart();
    await serverIsBack();
  },

  'a flipped byte': async (random, { directory, restore }) => {
    const path = join(directory, 'stream.tar.s2');
    const at = random.below((await stat(path)).size);
    await flip(path, at);
    await expect(restore()).rejects.toMatchObject({ code: 'BACKUP_CORRUPT' });
    await flip(path, at);
  },
};

async function flip(path: string, at: number): Promise<void> {
  const file = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, at);
  byte[0] = (byte[0] ?? 0) ^ 0xff;
  await file.write(byte, 0, 1, at);
  await file.close();
}

const drawSettings = (random: Random, name: string): StreamSettings & { name: string } => ({
  name,
  subjects: [`${name}.*`],
  max_age: 0,
  ...(random.next() < 0.3 && { max_msgs_per_subject: 20 }),
  ...(random.next() < 0.3 && { allow_direct: true }),
  ...(random.next() < 0.3 && { retention: 'interest' }),
  ...(random.next() < 0.3 && fixture.isAtLeast('2.10.0') && { compression: 's2' }),
});

it(`survives what goes wrong (seed ${seed})`, async () => {
  const random = new Random(seed);
  for (let index = 0; index < rounds; index += 1) {
    const name = `T${index}`;
    const stream = await fixture.manager.streams.create(drawSettings(random, name), {});
    for (let count = random.below(4) + 1; count > 0; count -= 1) {
      await stream.consumers.create({ durable_name: `C${count}`, ack_wait: 600e9 });
    }
    for (let subject = random.below(5); subject >= 0; subject -= 1) {
      await publish(fixture, `${name}.${subject}`, random.below(60) + 1, Buffer.alloc(random.below(8000), index));
    }
    const directory = join(root, name);
    const { bytes } = await backupStream(fixture.manager, name, directory);
    const backedUp = await wholeOf(name);
    await publish(fixture, `${name}.later`, 5);
    const living = await wholeOf(name);
    const restore: Round['restore'] = (signal, onBytes) =>
      restoreStream(fixture.manager, directory, {
        overwrite: true,
        chunkBytes: 16_384,
        ...(signal && { signal }),
        ...(onBytes && { onProgress: (progress) => onBytes(progress.bytes) }),
      });
    const title = random.pick(Object.keys(faults));
    await faults[title]?.(random, { name, directory, restore, bytes });
    const isThere = await fixture.manager.streams.exists(name);
    const found = isThere ? await wholeOf(name) : undefined;
    const about = `round ${index}, ${title}, seed ${seed}`;
    // Only a dead server leaves the stream to the next restore.
    if (title !== 'a killed server')
      expect([about, found]).toEqual([about, title === 'nothing' ? backedUp : expect.anything()]);
    if (title === 'a flipped byte') expect([about, found]).toEqual([about, living]);
    if (found !== undefined && title === 'abortion') expect([living, backedUp]).toContainEqual(found);
    await restore();
    expect([about, await wholeOf(name)]).toEqual([about, backedUp]);
    const strays = (await fixture.manager.streams.names()).filter((each) => each.startsWith('REHEARSAL'));
    expect([about, strays]).toEqual([about, []]);
    await fixture.manager.streams.delete(name);
  }
});
