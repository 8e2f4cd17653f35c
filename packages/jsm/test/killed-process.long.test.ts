import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { assertBuilt } from '../../../test/support/assert-built.js';
import { contentsOf } from '../../jetstream-manager/test/support/full-stream.js';
import { Random } from '../../jetstream-manager/test/support/random.js';
import { type CommandLine, startCommandLine } from './support/command-line.js';

/**
 * The command line is killed while it changes an existing stream, and then runs once more. No stream may be lost, at
 * whichever step it was killed, and nothing else may remain. `TORTURE_SEED` repeats a run, `TORTURE_ROUNDS` makes it
 * longer.
 */
const seed = Number(process.env['TORTURE_SEED'] ?? 20_260_102);
const rounds = Number(process.env['TORTURE_ROUNDS'] ?? 1);
jest.setTimeout(3_600_000);

let line: CommandLine;
let temporary: string;
beforeAll(async () => {
  assertBuilt('packages/jsm');
  line = await startCommandLine();
  temporary = join(line.folder, 'tmp');
  await mkdir(temporary);
  // A server that has lost its last stream refuses new ones for a moment.
  await line.manager.streams.create({ name: 'KEPT', subjects: ['KEPT'] });
});
afterAll(() => line?.stop());

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** When a process is killed: at the message with this number on these subjects. */
interface Moment {
  readonly subject: string;
  readonly count: number;
}

const environment = () => ({ ...process.env, NATS_URL: line.server.url, TMPDIR: temporary, NO_COLOR: '1' });
const script = resolve('packages/jsm/bin/jsm.mjs');

async function jsm(words: readonly string[], moment?: Moment): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...words], { env: environment() });
  let left = moment?.count ?? 0;
  const watch = line.nc.subscribe(moment?.subject ?? 'nothing', {
    callback: () => {
      left -= 1;
      if (left === 0) child.kill('SIGKILL');
    },
  });
  try {
    return await end(child);
  } finally {
    watch.unsubscribe();
  }
}

async function end(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const [[code], ...said] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  return { code: code as number | null, said: said.join('') };
}

/** Makes writing a file larger than half a megabyte fail. */
const jsmOnFullDisk = (words: readonly string[]): Promise<Ended> =>
  end(
    spawn('sh', ['-c', 'ulimit -f 1000; exec "$0" "$@"', process.execPath, script, ...words], { env: environment() }),
  );

/** Messages that do not compress, so that they need many chunks, and a consumer that has read half of them. */
async function createStream(name: string): Promise<void> {
  const stream = await line.manager.streams.create({ name, subjects: [`${name}.*`], deny_delete: true });
  const js = line.manager.jetstream.jetstream();
  for (let sent = 0; sent < 600; sent += 100) {
    const batch = Array.from({ length: 100 }, () => js.publish(`${name}.a`, randomFillSync(Buffer.alloc(16_000))));
    await Promise.all(batch);
  }
  const consumer = await stream.consumers.create({ durable_name: 'C', ack_wait: 600e9 });
  for (let acked = 0; acked < 3; acked += 1) await (await consumer.nextMessage())?.ackAck();
}

/** The state of a stream. The messages are a digest, because a failure prints this value. */
async function wholeOf(name: string): Promise<unknown> {
  const { stored, ...whole } = (await contentsOf(line.manager, name)) as { stored: unknown; bytes: number };
  return { ...whole, stored: createHash('sha256').update(JSON.stringify(stored)).digest('hex') };
}

const strays = async (): Promise<readonly string[]> =>
  (await line.manager.streams.names()).filter((name) => /^(REPLACING|REHEARSAL|DRILL)_/.test(name));

const moments = (name: string, random: Random): Readonly<Record<string, Moment>> => ({
  'the first request': { subject: '$JS.API.>', count: 1 },
  'some request': { subject: '$JS.API.>', count: 2 + random.below(12) },
  'the deletion of the stream': { subject: `$JS.API.STREAM.DELETE.${name}`, count: 1 },
  'the request to restore it': { subject: `$JS.API.STREAM.RESTORE.${name}`, count: 1 },
  'some chunk': { subject: '$JS.SNAPSHOT.RESTORE.>', count: 1 + random.below(45) },
});

/** A command on an existing stream, and the expected state of the stream afterwards. */
interface Deed {
  readonly words: (name: string, folder: string) => Promise<readonly string[]>;
  /** Whether the messages of the backup replace those that came later. */
  readonly takesBack: boolean;
  /** Whether the stream is deleted before the command starts. */
  readonly isGone?: boolean;
}

const backUp = async (words: readonly string[]) => expect(await jsm(words)).toMatchObject({ code: 0 });

const deeds: Readonly<Record<string, Deed>> = {
  'a restore over the stream': {
    takesBack: true,
    words: async (name, folder) => {
      await backUp(['backup', folder, '--stream', name]);
      return ['restore', folder, '--overwrite'];
    },
  },
  'a restore of a stream that is gone': {
    takesBack: true,
    isGone: true,
    words: async (name, folder) => {
      await backUp(['backup', folder, '--stream', name]);
      return ['restore', folder];
    },
  },
  'a restore over the stream from a store': {
    takesBack: true,
    words: async (name, folder) => {
      await backUp(['backup', `file:${folder}`, '--stream', name]);
      return ['restore', `file:${folder}`, '--overwrite'];
    },
  },
  'a recreation': {
    takesBack: false,
    words: async (name, folder) => {
      const file = `${folder}.json`;
      const streams = [{ name, subjects: [`${name}.*`], deny_delete: false }];
      await writeFile(file, JSON.stringify({ streams }));
      return ['apply', file, '--recreate', '--yes'];
    },
  },
};

/** The command line for an operation, and the stream that it changes. */
async function prepared(deed: Deed | undefined, name: string): Promise<readonly string[] | undefined> {
  await createStream(name);
  return deed?.words(name, join(line.folder, name));
}

describe.each(Object.keys(deeds))('%s, killed in the middle', (title) => {
  it.each(Object.keys(moments('', new Random(0))))('loses nothing at %s', async (moment) => {
    const deed = deeds[title];
    // Then there is no stream to delete.
    if (deed?.isGone && moment.startsWith('the deletion')) return;
    const random = new Random(seed);
    for (let round = 0; round < (moment.startsWith('some') ? rounds : 1); round += 1) {
      const name = `${title}-${moment}-${round}`.replaceAll(' ', '_');
      const words = (await prepared(deed, name)) ?? [];
      const backedUp = await wholeOf(name);
      if (deed?.isGone) await line.manager.streams.delete(name);
      else await line.manager.jetstream.jetstream().publish(`${name}.later`, 'x');
      const living = deed?.isGone ? backedUp : await wholeOf(name);
      const at = moments(name, random)[moment];
      const killed = await jsm(words, at);
      const again = await jsm(words);
      const about = { seed, at, killed, again };
      // A restore that had finished before the kill leaves the stream. The second run refuses to replace it.
      const isDone = deed?.isGone && again.said.includes('STREAM_EXISTS');
      expect({ about, code: again.code }).toEqual({ about, code: isDone ? 1 : 0 });
      const wanted = deed?.takesBack ? backedUp : living;
      expect({ about, found: await wholeOf(name) }).toEqual({ about, found: wanted });
      expect({ about, strays: await strays() }).toEqual({ about, strays: [] });
      await line.manager.streams.delete(name);
    }
  });

  it('leaves nothing behind the next one', async () => {
    // A run that was killed during its last cleanup is cleaned up now.
    const words = (await prepared(deeds[title], `TIDY-${title}`.replaceAll(' ', '_'))) ?? [];
    if (deeds[title]?.isGone) await line.manager.streams.delete(`TIDY-${title}`.replaceAll(' ', '_'));
    expect([await jsm(words), await readdir(temporary)]).toEqual([expect.objectContaining({ code: 0 }), []]);
  });
});

describe('a drill and a copy, killed in the middle', () => {
  it.each([
    ['a drill', '$JS.API.>', 3],
    ['a drill', '$JS.SNAPSHOT.RESTORE.>', 15],
    ['a drill', '$JS.API.STREAM.MSG.GET.>', 100],
    ['a copy', '$JS.API.STREAM.SNAPSHOT.>', 1],
    ['a copy', '$JS.SNAPSHOT.RESTORE.>', 15],
    ['a copy', '$JS.API.STREAM.UPDATE.>', 1],
  ])('%s at %s %i: a report names what is left, the next one takes it away', async (title, subject, count) => {
    if (!knowsCopies()) return;
    const name = `${title}-${subject}`.replaceAll(/\W/g, '_');
    const folder = join(line.folder, name);
    const copy = `${name}-COPY`;
    await createStream(name);
    await backUp(['backup', folder, '--stream', name]);
    const words = title === 'a drill' ? ['drill', folder] : ['stream', 'clone', name, copy];
    const killed = await jsm(words, { subject, count });
    const { streams } = await line.manager.streams.list();
    const left = streams.filter(({ name: each, config }) => each !== name && isMarked(config));
    const isDone = title === 'a copy' && streams.some((each) => each.name === copy && !isMarked(each.config));
    // A command that had finished before the kill has left a complete copy.
    if (isDone) expect(await wholeOf(copy)).toEqual(await wholeOf(name));
    const { said } = await jsm(['stream', 'report']);
    for (const each of left) expect({ killed, said }).toEqual({ killed, said: expect.stringContaining(lineOf(each)) });
    expect((await jsm(['export'])).said).not.toContain('symphony.jsm');
    const again = await jsm(words);
    expect({ again, strays: await strays() }).toEqual({
      again: isDone
        ? { code: 1, said: expect.stringContaining('STREAM_EXISTS') }
        : { code: 0, said: expect.anything() },
      strays: [],
    });
    if (title === 'a copy') expect(await wholeOf(copy)).toEqual(await wholeOf(name));
    for (const each of title === 'a copy' ? [name, copy] : [name]) await line.manager.streams.delete(each);
  });

  const isMarked = ({ metadata }: { readonly metadata?: object }) => 'symphony.jsm.unfinished' in { ...metadata };
  const lineOf = ({ name }: { readonly name: string }) => `Temporary: ${name}: `;
  const knowsCopies = () => !line.server.version.startsWith('2.9.');
});

describe('a full disk', () => {
  it.each(['a restore over the stream', 'a recreation', 'a backup', 'a backup over another', 'a backup into a store'])(
    'ends %s, changes nothing and leaves nothing',
    async (title) => {
      const name = title.replaceAll(' ', '-');
      const folder = join(line.folder, `full-${name}`);
      await createStream(name);
      const isOver = title.includes(' over ');
      if (isOver) await backUp(['backup', folder, '--stream', name]);
      const words = {
        'a backup': ['backup', folder, '--stream', name],
        'a backup over another': ['backup', folder, '--stream', name, '--overwrite'],
        'a backup into a store': ['backup', `file:${folder}`, '--stream', name, '--incremental'],
      }[title];
      const files = async () => readdir(folder, { recursive: true }).catch(() => []);
      const [before, living] = [await files(), await wholeOf(name)];
      const full = await jsmOnFullDisk(
        words ?? (isOver ? ['restore', folder, '--overwrite'] : await applied(name, folder)),
      );
      expect(full).toEqual({ code: 1, said: expect.stringContaining('the free disk space') });
      expect([await files(), await readdir(temporary), await strays()]).toEqual([before, [], []]);
      expect(await wholeOf(name)).toEqual(living);
      if (isOver) expect(await jsm(['verify', folder])).toMatchObject({ code: 0 });
    },
  );

  const applied = (name: string, folder: string) => deeds['a recreation']?.words(name, folder) ?? [];
});
