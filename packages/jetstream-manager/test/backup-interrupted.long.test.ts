import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { eventually } from '../../../test/support/eventually.js';
import { backupAccount, backupStream, createManager, restoreAccount, restoreStream } from '../src/index.js';
import { type Fixture, publish, startFixture, uniqueName } from './support/fixture.js';
import { createFullStream } from './support/full-stream.js';

let fixture: Fixture;
let root: string;
beforeEach(async () => {
  fixture = await startFixture({ timeoutMs: 2000 });
  root = await mkdtemp(join(tmpdir(), 'backup-'));
});
afterEach(async () => {
  await fixture?.stop();
  await rm(root, { recursive: true, force: true });
});

const code = (what: string) => expect.objectContaining({ code: what });

/** Sends requests until the server answers again. */
const serverIsBack = () => eventually('the server answers', () => fixture.manager.account.info());

/** Kills the server at the first message on `subject`: the transfer has begun and is far from its end. */
async function armKill(subject: string): Promise<{ readonly done: Promise<void> }> {
  const nc = await connect({ servers: fixture.server.url, reconnect: false });
  const first = nc.subscribe(subject, { max: 1 });
  await nc.flush();
  const kill = async () => {
    for await (const _ of first) await fixture.server.kill();
    await nc.close();
  };
  return { done: kill() };
}

/** These tests move 64 MiB three times and restart the server, which takes a while on a busy machine. */
describe('an interrupted transfer', () => {
  it('reports a server killed during a backup, and a retry works', async () => {
    const name = uniqueName('KILLED');
    const directory = join(root, name);
    await createFullStream(fixture, name, 1024, 65_536);
    const killed = await armKill('$JS.SNAPSHOT.ACK.>');
    const backup = backupStream(fixture.manager, name, directory);
    await expect(backup).rejects.toThrow(/DISCONNECTED|TRANSFER_INTERRUPTED/);
    expect(await readdir(directory)).toEqual(['stream.tar.s2.partial']);
    await expect(restoreStream(fixture.manager, directory)).rejects.toThrow(code('BACKUP_INCOMPLETE'));
    await killed.done;
    await fixture.server.restart();
    await serverIsBack();
    const { bytes } = await backupStream(fixture.manager, name, directory);
    expect(bytes).toBeGreaterThan(60e6);
  });

  it('reports a server killed during a restore, and a retry works', async () => {
    const name = uniqueName('KILLED');
    const directory = join(root, name);
    const stream = await createFullStream(fixture, name, 1024, 65_536);
    const { messages } = await stream.state();
    await backupStream(fixture.manager, name, directory);
    await stream.delete();
    const killed = await armKill('$JS.SNAPSHOT.RESTORE.>');
    const restore = restoreStream(fixture.manager, directory);
    await expect(restore).rejects.toThrow(/DISCONNECTED|TRANSFER_INTERRUPTED/);
    await killed.done;
    await fixture.server.restart();
    await serverIsBack();
    // Newer servers may now have a part of the stream. The retry removes it.
    const { state } = await restoreStream(fixture.manager, directory);
    expect(state.messages).toBe(messages);
    expect((await readdir(directory)).sort()).toEqual([
      'backup.json',
      'consumers.json',
      'manifest.json',
      'stream.tar.s2',
    ]);
  });

  it('takes away what an interrupted restore left, and nothing else', async () => {
    const name = uniqueName('PART');
    const directory = join(root, name);
    const subjects = [`${name}.*`];
    const stream = await fixture.manager.streams.create({ name, subjects });
    await publish(fixture, `${name}.a`, 10);
    await stream.consumers.create({ durable_name: 'C' });
    await backupStream(fixture.manager, name, directory);
    const exists = expect.objectContaining({ code: 'STREAM_EXISTS' });
    // The rest of an interrupted restore: the beginning of the same stream, and the mark.
    const leave = async (facts: object) => {
      const { config } = JSON.parse(await readFile(join(directory, 'backup.json'), 'utf8')) as { config: object };
      await writeFile(
        join(directory, '.restoring'),
        JSON.stringify({ stream: name, config: JSON.stringify(config), ...facts }),
      );
    };
    const made = async () => ({ created: (await fixture.manager.streams.load(name)).lastInfo.created });
    await stream.deleteMessage(10);
    await expect(restoreStream(fixture.manager, directory)).rejects.toThrow(exists);
    await leave(await made());
    expect((await restoreStream(fixture.manager, directory)).state.messages).toBe(10);
    // A part with its consumers and without messages is removed as well, if it was created before the restore failed.
    await fixture.manager.streams.delete(name);
    const empty = await fixture.manager.streams.create({ name, subjects });
    await empty.consumers.create({ durable_name: 'C' });
    await leave({ endedAt: new Date(Date.now() + 60_000).toISOString() });
    expect((await restoreStream(fixture.manager, directory)).state.messages).toBe(10);
    // A different stream of that name is never removed, whatever the mark contains.
    const refusesFor = async (settings: object, facts: object) => {
      await fixture.manager.streams.delete(name);
      await fixture.manager.streams.create({ name, subjects, ...settings });
      await leave(facts);
      await expect(restoreStream(fixture.manager, directory)).rejects.toThrow(exists);
    };
    const before = await made();
    await refusesFor({}, before);
    await refusesFor({}, {});
    await refusesFor({}, { endedAt: '2020-01-01T00:00:00Z' });
    await refusesFor({ subjects: ['completely.different'] }, { endedAt: '2999-01-01T00:00:00Z' });
    await refusesFor({ max_msgs: 7 }, { endedAt: '2999-01-01T00:00:00Z' });
    await refusesFor({}, before);
    await publish(fixture, `${name}.a`, 3);
    await leave(await made());
    await expect(restoreStream(fixture.manager, directory)).rejects.toThrow(exists);
  });

  it('stops when told, and a retry works', async () => {
    const name = uniqueName('ABORTED');
    const directory = join(root, name);
    const stream = await createFullStream(fixture, name, 256, 65_536);
    const backingUp = new AbortController();
    const backup = backupStream(fixture.manager, name, directory, {
      signal: backingUp.signal,
      onProgress: () => backingUp.abort(),
    });
    await expect(backup).rejects.toThrow(code('ABORTED'));
    await backupStream(fixture.manager, name, directory);
    await stream.delete();
    // Aborts at once, and then in the middle, when newer servers already have a part of the stream.
    for (const stopAt of [0, 1]) {
      const restoring = new AbortController();
      const restore = restoreStream(fixture.manager, directory, {
        signal: restoring.signal,
        chunkBytes: 2048,
        onProgress: ({ bytes }) => bytes >= stopAt && restoring.abort(),
      });
      await expect(restore).rejects.toThrow(code('ABORTED'));
      expect(await fixture.manager.streams.exists(name)).toBe(false);
    }
    const { state } = await restoreStream(fixture.manager, directory);
    expect(state.messages).toBe(254);
  });
});

describe('an account', () => {
  it('goes on by stream after an interruption, and restores as a whole', async () => {
    const names = ['A', 'B', 'C'];
    for (const name of names) {
      await fixture.manager.streams.create({ name, subjects: [name] });
      await publish(fixture, name, 10);
    }
    await fixture.manager.streams.create({ name: 'MEM', subjects: ['MEM'], storage: 'memory' });
    const controller = new AbortController();
    const onStream = (stream: string) => {
      if (stream === 'C') controller.abort();
    };
    await expect(backupAccount(fixture.manager, root, { signal: controller.signal, onStream })).rejects.toThrow(
      code('ABORTED'),
    );
    const second = await backupAccount(fixture.manager, root);
    const canMemory = fixture.isAtLeast('2.15.0');
    expect(second).toMatchObject({ kept: ['A', 'B'], skipped: canMemory ? [] : ['MEM'] });
    expect(second.done.map(({ stream }) => stream)).toEqual(canMemory ? ['C', 'MEM'] : ['C']);
    expect(second.failed.size).toBe(0);
    const folders = canMemory ? [...names, 'MEM'] : names;
    expect((await readdir(root)).sort()).toEqual(folders);
    await expect(backupAccount(fixture.manager, root)).rejects.toThrow(code('BACKUP_EXISTS'));

    await fixture.manager.streams.delete('A');
    await fixture.manager.streams.delete('C');
    if (canMemory) await fixture.manager.streams.delete('MEM');
    const blocked = await restoreAccount(fixture.manager, root);
    expect([...blocked.failed].map(([name, error]) => [name, error.code])).toEqual([['B', 'STREAM_EXISTS']]);
    expect(blocked.done.map(({ stream, state }) => [stream, state.messages])).toEqual([
      ['A', 10],
      ['C', 10],
      ...(canMemory ? [['MEM', 0]] : []),
    ]);
    const again = await restoreAccount(fixture.manager, root, { skipExisting: true });
    expect(again).toMatchObject({ done: [], skipped: folders });
  });

  it('runs several managers on one server', async () => {
    const nc = await connect({ servers: fixture.server.url });
    const other = await createManager(nc);
    await fixture.manager.streams.create({ name: 'A', subjects: ['A'] });
    expect(await other.streams.names()).toEqual(['A']);
    await nc.close();
  });
});
