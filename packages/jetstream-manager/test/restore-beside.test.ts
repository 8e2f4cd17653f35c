import { access, copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../test/support/eventually.js';
import { backupStream, createManager, type RestoreOptions, restoreStream, type Stream } from '../src/index.js';
import { type Fixture, publish, startFixture, uniqueName } from './support/fixture.js';
import { contentsOf, createFullStream } from './support/full-stream.js';

let fixture: Fixture;
let root: string;
beforeAll(async () => {
  fixture = await startFixture();
  root = await mkdtemp(join(tmpdir(), 'beside-'));
});
afterAll(async () => {
  await fixture?.stop();
  await rm(root, { recursive: true, force: true });
});

const code = (what: string) => expect.objectContaining({ code: what });

/** A stream with more messages than its backup, so that the two can be distinguished. */
async function livingWithBackup(): Promise<{ stream: Stream; name: string; directory: string }> {
  const name = uniqueName('LIVING');
  const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`] });
  await stream.consumers.create({ durable_name: 'C' });
  await publish(fixture, `${name}.a`, 100);
  const directory = join(root, name);
  await backupStream(fixture.manager, name, directory);
  await publish(fixture, `${name}.b`, 50);
  return { stream, name, directory };
}

describe('restoring under another name', () => {
  it('makes a copy beside the living stream, with consumers and headers', async () => {
    const name = uniqueName('FULL');
    await createFullStream(fixture, name, 100, 500);
    const directory = join(root, name);
    await backupStream(fixture.manager, name, directory);
    const before = await contentsOf(fixture.manager, name);
    const restore = restoreStream(fixture.manager, directory, { as: `${name}_COPY` });
    if (!fixture.isAtLeast('2.15.0')) return expect(restore).rejects.toThrow(code('FEATURE_UNSUPPORTED'));
    expect((await restore).stream).toBe(`${name}_COPY`);
    expect(await contentsOf(fixture.manager, `${name}_COPY`)).toEqual(before);
    expect(await contentsOf(fixture.manager, name)).toEqual(before);
    const { config } = await fixture.manager.streams.load(`${name}_COPY`);
    expect(config.subjects).toEqual([`${name}_COPY`]);
  });

  it('keeps the subjects where nobody else has them, and takes those of the settings', async () => {
    if (!fixture.isAtLeast('2.15.0')) return;
    const { stream, name, directory } = await livingWithBackup();
    await restoreStream(fixture.manager, directory, { as: `${name}_A`, settings: { subjects: ['some.where.else'] } });
    expect((await fixture.manager.streams.load(`${name}_A`)).config.subjects).toEqual(['some.where.else']);
    await stream.delete();
    await restoreStream(fixture.manager, directory, { as: `${name}_B` });
    expect((await fixture.manager.streams.load(`${name}_B`)).config.subjects).toEqual([`${name}.*`]);
    await fixture.manager.streams.delete(`${name}_A`);
  });

  it('refuses a name that is taken, two names, and no name', async () => {
    if (!fixture.isAtLeast('2.15.0')) return;
    const { name, directory } = await livingWithBackup();
    const other = await livingWithBackup();
    const refused = (options: RestoreOptions, what: string) =>
      expect(restoreStream(fixture.manager, directory, options)).rejects.toThrow(code(what));
    await refused({ as: other.name }, 'STREAM_EXISTS');
    await refused({ as: 'X', settings: { name: 'Y' } }, 'INVALID_ARGUMENT');
    await refused({ as: 'not a name' }, 'INVALID_NAME');
    expect(await fixture.manager.streams.exists(name)).toBe(true);
  });
});

describe('restoring over a living stream', () => {
  it.each<[string, RestoreOptions]>([
    ['more replicas than there are servers', { settings: { num_replicas: 3 } }],
    ['a limit below what the backup holds', { settings: { max_msgs: 10 } }],
    ['an age below zero', { settings: { max_age: -5 } }],
    ['a subject of another stream', { settings: { subjects: ['taken.a'] } }],
    ['an abortion', { signal: AbortSignal.abort() }],
  ])('leaves it as it was after %s', async (_, options) => {
    const { stream, name, directory } = await livingWithBackup();
    if (!(await fixture.manager.streams.exists('TAKEN'))) {
      await fixture.manager.streams.create({ name: 'TAKEN', subjects: ['taken.>'] });
    }
    const before = await contentsOf(fixture.manager, name);
    await expect(restoreStream(fixture.manager, directory, { ...options, overwrite: true })).rejects.toThrow();
    expect(await contentsOf(fixture.manager, name)).toEqual(before);
    const rehearsals = (await fixture.manager.streams.names()).filter((each) => each.startsWith('REHEARSAL'));
    expect(rehearsals).toEqual([]);
    await stream.delete();
  });

  it('puts it back where it is aborted once the living stream has gone', async () => {
    const { name, directory } = await livingWithBackup();
    const before = await contentsOf(fixture.manager, name);
    const controller = new AbortController();
    const abort = restoreStream(fixture.manager, directory, {
      overwrite: true,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(abort).rejects.toThrow(code('ABORTED'));
    expect(await contentsOf(fixture.manager, name)).toEqual(before);
    await expect(access(join(directory, '.aside'))).rejects.toThrow();
    expect((await restoreStream(fixture.manager, directory, { overwrite: true })).state.messages).toBe(100);
    expect(await readdir(directory)).not.toContain('.aside');
    expect(await readdir(directory)).not.toContain('.restoring');
  });

  it('takes fewer messages where told', async () => {
    const { name, directory } = await livingWithBackup();
    const settings = { max_msgs: 10 };
    const { stream } = await restoreStream(fixture.manager, directory, {
      overwrite: true,
      acceptLoss: true,
      settings,
    });
    expect((await (await fixture.manager.streams.load(stream)).state()).messages).toBe(10);
    expect(stream).toBe(name);
  });
});

describe('consumers that the backup has noted', () => {
  it('come back at their ack floor where the snapshot lacks them, unless told otherwise', async () => {
    const name = uniqueName('NOTED');
    const stream = await createFullStream(fixture, name, 20, 10);
    const directory = join(root, name);
    await backupStream(fixture.manager, name, directory);
    // Servers before 2.15 make such a snapshot without the consumers whose leader is another server than the stream's.
    const bare = join(root, `${name}-bare`);
    await backupStream(fixture.manager, name, bare, { consumers: false });
    await stream.delete();
    await addNotes(directory, bare);
    const silent = await restoreStream(fixture.manager, bare, { remakeConsumers: 'none' });
    expect(silent.consumers).toMatchObject({ missing: ['HALF', 'NEW'], remade: [] });
    expect(await fixture.manager.consumers(name).names()).toEqual([]);
    const { consumers } = await restoreStream(fixture.manager, bare, { overwrite: true });
    expect(consumers).toMatchObject({ missing: ['HALF', 'NEW'], remade: ['HALF', 'NEW'], rolledBack: [] });
    const half = await fixture.manager.consumers(name).load('HALF');
    const next = await half.nextMessage();
    // Messages 2 and 5 were deleted, and 1, 3 and 4 are acknowledged.
    expect(next?.seq).toBe(6);
  });
});

describe('a consumer that has delivered what nobody acknowledged', () => {
  it('is reported if it forgets that', async () => {
    const { stream, name, directory } = await livingWithBackup();
    const consumer = await stream.consumers.load('C');
    for (let count = 0; count < 3; count += 1) await consumer.nextMessage();
    await backupStream(fixture.manager, name, directory, { overwrite: true });
    const { consumers } = await restoreStream(fixture.manager, directory, { overwrite: true });
    const { delivered } = (await fixture.manager.consumers(name).load('C')).lastInfo;
    const forgets = { name: 'C', notedDelivered: 3, restoredDelivered: delivered.stream_seq };
    expect(consumers).toMatchObject({ missing: [], redelivering: delivered.stream_seq < 3 ? [forgets] : [] });
  });
});

/** Adds the consumer notes of the backup in `from` to the backup in `to`. */
async function addNotes(from: string, to: string): Promise<void> {
  await copyFile(join(from, 'consumers.json'), join(to, 'consumers.json'));
  const read = async (directory: string) =>
    JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')) as {
      files: Record<string, unknown>;
      sha256?: string;
    };
  const [source, target] = [await read(from), await read(to)];
  target.files['consumers.json'] = source.files['consumers.json'];
  // Manifests of the first versions do not contain their own digest.
  delete target.sha256;
  await writeFile(join(to, 'manifest.json'), JSON.stringify(target));
}

describe('a stream that collects from others', () => {
  it('goes on where it was, and takes nothing twice', async () => {
    const [a, b, all] = [uniqueName('SRC'), uniqueName('SRC'), uniqueName('ALL')];
    for (const name of [a, b]) {
      await fixture.manager.streams.create({ name, subjects: [`${name}.>`] });
      await publish(fixture, `${name}.x`, 20);
    }
    const sources = [{ name: a }, { name: b, filter_subject: `${b}.>` }];
    const stream = await fixture.manager.streams.create({ name: all, sources });
    await settled(stream, 40);
    const directory = join(root, all);
    for (const name of [a, b, all]) await backupStream(fixture.manager, name, join(root, name));
    for (const name of [a, b, all]) await fixture.manager.streams.delete(name);
    for (const name of [a, b]) await restoreStream(fixture.manager, join(root, name));
    const { resumedSources } = await restoreStream(fixture.manager, directory);
    if (fixture.isAtLeast('2.15.0')) {
      expect(resumedSources).toEqual([
        { name: a, startSeq: 21 },
        { name: b, startSeq: 21 },
      ]);
    }
    await publish(fixture, `${a}.x`, 1);
    const restored = await fixture.manager.streams.load(all);
    await settled(restored, 41);
    // A message that is copied again would arrive before the new message, or together with it.
    expect((await restored.state()).messages).toBe(41);
  });
});

async function settled(stream: Stream, messages: number): Promise<void> {
  await eventually(`${messages} messages were sourced`, async () => (await stream.state()).messages >= messages);
}

describe('a consumer whose next message was deleted', () => {
  it('delivers what it had not acknowledged, and is reported if it delivers more', async () => {
    const name = uniqueName('GONE');
    const directory = join(root, name);
    const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`] });
    await publish(fixture, `${name}.a`, 8);
    const consumer = await stream.consumers.create({ durable_name: 'C', ack_wait: 600e9 });
    await (await consumer.nextMessage())?.ackAck();
    for (const seq of [1, 2, 3]) await stream.deleteMessage(seq);
    // 4 is delivered, 5 is acknowledged. The ack floor stays at 1, two messages before the first one.
    await consumer.nextMessage();
    await (await consumer.nextMessage())?.ackAck();
    await backupStream(fixture.manager, name, directory);
    await stream.delete();
    const { consumers } = await restoreStream(fixture.manager, directory);
    const restored = await fixture.manager.consumers(name).load('C');
    const { delivered } = restored.lastInfo;
    const forgets = { name: 'C', notedDelivered: 5, restoredDelivered: delivered.stream_seq };
    expect(consumers).toMatchObject({
      missing: [],
      rolledBack: [],
      redelivering: delivered.stream_seq < 5 ? [forgets] : [],
    });
    if (delivered.stream_seq < 5) expect((await restored.nextMessage())?.seq).toBe(4);
  });
});

describe('a restore over a living stream that cannot work', () => {
  it.each<[string, (name: string) => NonNullable<RestoreOptions['settings']>, string]>([
    ['a mirror with subjects', () => ({ mirror: { name: 'ELSEWHERE' } }), 'API_ERROR'],
    ['a stream that feeds itself', (name) => ({ sources: [{ name }] }), 'API_ERROR'],
    ['too few messages of a subject', () => ({ max_msgs_per_subject: 1 }), 'RESTORE_MISMATCH'],
    ['a misspelt setting', () => JSON.parse('{"max_mgs":5}'), 'INVALID_CONFIGURATION'],
    ['a setting of a wrong type', () => JSON.parse('{"description":5}'), 'INVALID_CONFIGURATION'],
  ])('deletes nothing for %s', async (what, settings, expected) => {
    // Before 2.15, a snapshot cannot be tested under another name.
    if (what.startsWith('too few') && !fixture.isAtLeast('2.15.0')) return;
    const { name, stream, directory } = await livingWithBackup();
    const deleted: string[] = [];
    const manager = await createManager(fixture.nc, {
      trace: ({ kind, subject }) => {
        if (kind === 'request' && subject.includes('.DELETE.')) deleted.push(subject);
      },
    });
    const restore = restoreStream(manager, directory, { overwrite: true, settings: settings(name) });
    const error = await restore.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toEqual(code(expected));
    expect(String(error)).not.toContain('REHEARSAL');
    expect(deleted).not.toContain(`$JS.API.STREAM.DELETE.${name}`);
    expect((await stream.state()).messages).toBe(150);
  });

  it('puts a stream with sources back without reading them again', async () => {
    const [origin, name] = [uniqueName('ORIGIN'), uniqueName('SOURCED')];
    await fixture.manager.streams.create({ name: origin, subjects: [`${origin}.*`] });
    await publish(fixture, `${origin}.a`, 20);
    const stream = await fixture.manager.streams.create({ name, sources: [{ name: origin }] });
    await eventually('all are sourced', async () => (await stream.state()).messages === 20);
    const directory = join(root, name);
    await backupStream(fixture.manager, name, directory);
    const abort = new AbortController();
    const manager = await createManager(fixture.nc, {
      trace: ({ kind, subject }) => {
        if (kind === 'reply' && subject === `$JS.API.STREAM.DELETE.${name}`) abort.abort();
      },
    });
    const restore = restoreStream(manager, directory, { overwrite: true, signal: abort.signal });
    await expect(restore).rejects.toThrow(code('ABORTED'));
    await publish(fixture, `${origin}.last`, 1);
    await eventually(
      'the new message is sourced',
      async () => (await stream.lastMessage(`${origin}.last`)) !== undefined,
    );
    expect((await stream.state()).messages).toBe(21);
  });
});

describe('a restore right after a stream of that name was deleted', () => {
  it('is not refused over the files that the server has not removed yet', async () => {
    const name = uniqueName('AGAIN');
    const directory = join(root, name);
    const { streams } = fixture.manager;
    await streams.create({ name, subjects: [`${name}.*`] });
    await publish(fixture, `${name}.a`, 20);
    await backupStream(fixture.manager, name, directory);
    for (let round = 0; round < 12; round += 1) {
      await streams.delete(name);
      const small = { name, subjects: [`${name}.*`], max_msgs: 7 };
      // The server may refuse a new stream for the same reason.
      await eventually(() => streams.create(small));
      await publish(fixture, `${name}.new`, 1);
      await streams.delete(name);
      const { state } = await restoreStream(fixture.manager, directory);
      expect([round, state.messages, state.first_seq]).toEqual([round, 20, 1]);
    }
  });
});
