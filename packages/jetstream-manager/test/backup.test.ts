import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupAccount, backupStream, restoreAccount, restoreStream, type TransferProgress } from '../src/index.js';
import { type Fixture, publish, startFixture, uniqueName } from './support/fixture.js';
import { contentsOf, createFullStream } from './support/full-stream.js';

let fixture: Fixture;
let root: string;
beforeAll(async () => {
  fixture = await startFixture();
  root = await mkdtemp(join(tmpdir(), 'backup-'));
});
afterAll(async () => {
  await fixture?.stop();
  await rm(root, { recursive: true, force: true });
});

const backupFiles = ['backup.json', 'consumers.json', 'manifest.json', 'stream.tar.s2'];
const code = (what: string) => expect.objectContaining({ code: what });

/** A backup in its own directory, of a small stream that is no longer on the server. */
async function backedUp(messages = 20): Promise<{ name: string; directory: string }> {
  const name = uniqueName('B');
  const directory = join(root, name);
  const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`] });
  await publish(fixture, `${name}.a`, messages, 'x'.repeat(100));
  await backupStream(fixture.manager, name, directory);
  await stream.delete();
  return { name, directory };
}

describe('backup and restore', () => {
  it('brings back every message, header, sequence, timestamp and consumer', async () => {
    const name = uniqueName('FULL');
    const directory = join(root, name);
    const stream = await createFullStream(fixture, name, 300, 2000);
    const before = await contentsOf(fixture.manager, name);
    const events: TransferProgress[] = [];
    const backup = await backupStream(fixture.manager, name, directory, { onProgress: (event) => events.push(event) });
    await stream.delete();
    const restore = await restoreStream(fixture.manager, directory, { onProgress: (event) => events.push(event) });
    expect(restore).toMatchObject({ stream: name, bytes: backup.bytes, verifiedBy: 'manifest' });
    expect(await contentsOf(fixture.manager, name)).toEqual(before);
    expect((await readdir(directory)).sort()).toEqual(backupFiles);
    const done = events.filter((event) => event.isDone);
    expect(done).toMatchObject([
      { kind: 'backup', share: 1, bytes: backup.bytes, totalBytes: backup.bytes },
      { kind: 'restore', share: 1, bytes: backup.bytes, totalBytes: backup.bytes },
    ]);
  });

  it('carries 64 MB over several windows', async () => {
    const name = uniqueName('LARGE');
    const directory = join(root, name);
    const stream = await createFullStream(fixture, name, 1024, 65_536);
    const state = await stream.state();
    const events: TransferProgress[] = [];
    const { bytes } = await backupStream(fixture.manager, name, directory, {
      onProgress: (event) => events.push(event),
    });
    expect(bytes).toBeGreaterThan(60e6);
    await stream.delete();
    const restored = await restoreStream(fixture.manager, directory);
    expect(restored.state).toMatchObject({ messages: state.messages, first_seq: 1, last_seq: state.last_seq });
    expect(events.map((event) => event.share)).toEqual(events.map((event) => event.share).sort((a, b) => a - b));
    await fixture.manager.streams.delete(name);
    await rm(directory, { recursive: true });
  });

  it('leaves consumers out where told', async () => {
    const name = uniqueName('NOCONS');
    const stream = await createFullStream(fixture, name, 10, 10);
    await backupStream(fixture.manager, name, join(root, name), { consumers: false, healthCheck: true });
    await stream.delete();
    await restoreStream(fixture.manager, join(root, name));
    expect(await fixture.manager.consumers(name).names()).toEqual([]);
  });

  it('writes backup.json as the nats CLI does, and restores without a manifest', async () => {
    const { name, directory } = await backedUp();
    const metadata = JSON.parse(await readFile(join(directory, 'backup.json'), 'utf8')) as object;
    expect(metadata).toMatchObject({ config: { name }, state: { messages: 20 } });
    await rm(join(directory, 'manifest.json'));
    expect(await restoreStream(fixture.manager, directory)).toMatchObject({ verifiedBy: 'structure', stream: name });
  });

  // The nats CLI writes the fields of Go's structures: some of the server's fields are missing, and an empty one is added.
  it('restores a backup.json as the nats CLI writes it', async () => {
    const { name, directory } = await backedUp();
    await rm(join(directory, 'manifest.json'));
    const path = join(directory, 'backup.json');
    const { config, state } = JSON.parse(await readFile(path, 'utf8')) as Record<string, Record<string, unknown>>;
    const { compression: _, allow_msg_ttl: __, ...kept } = config ?? {};
    await writeFile(path, JSON.stringify({ config: { ...kept, consumer_limits: {} }, state }, null, 2));
    expect(await restoreStream(fixture.manager, directory)).toMatchObject({ stream: name, verifiedBy: 'structure' });
    const restored = (await fixture.manager.streams.load(name)).lastInfo;
    expect(restored.config).toMatchObject(kept);
    expect(restored.state).toMatchObject(state ?? {});
  });

  it('applies other settings', async () => {
    const { directory } = await backedUp();
    const { stream } = await restoreStream(fixture.manager, directory, { settings: { description: 'restored' } });
    expect((await fixture.manager.streams.load(stream)).config.description).toBe('restored');
  });
});

describe('what is refused', () => {
  it('does not write over a backup unless told', async () => {
    const { name, directory } = await backedUp();
    await fixture.manager.streams.create({ name, subjects: [`${name}.*`] });
    await expect(backupStream(fixture.manager, name, directory)).rejects.toThrow(code('BACKUP_EXISTS'));
    await backupStream(fixture.manager, name, directory, { overwrite: true });
  });

  it('does not restore over a stream unless told', async () => {
    const { name, directory } = await backedUp();
    await fixture.manager.streams.create({ name, subjects: [`${name}.*`] });
    await expect(restoreStream(fixture.manager, directory)).rejects.toThrow(code('STREAM_EXISTS'));
    const { state } = await restoreStream(fixture.manager, directory, { overwrite: true });
    expect(state.messages).toBe(20);
  });

  it('does not delete the existing stream for a damaged backup', async () => {
    const { name, directory } = await backedUp();
    await fixture.manager.streams.create({ name, subjects: [`${name}.*`] });
    await flipByte(join(directory, 'stream.tar.s2'), 30);
    await expect(restoreStream(fixture.manager, directory, { overwrite: true })).rejects.toThrow(
      code('BACKUP_CORRUPT'),
    );
    expect(await fixture.manager.streams.exists(name)).toBe(true);
  });

  it('says MEMORY_STREAM for streams in memory where the server cannot back them up, else does it', async () => {
    const name = uniqueName('MEM');
    const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`], storage: 'memory' });
    await publish(fixture, `${name}.a`, 10);
    await stream.consumers.create({ durable_name: 'C' });
    const backup = backupStream(fixture.manager, name, join(root, name));
    if (!fixture.isAtLeast('2.15.0')) return expect(backup).rejects.toThrow(code('MEMORY_STREAM'));
    await backup;
    const before = await contentsOf(fixture.manager, name);
    await stream.delete();
    await restoreStream(fixture.manager, join(root, name));
    expect(await contentsOf(fixture.manager, name)).toEqual(before);
  });

  it('says FILE_ERROR where the directory cannot be made', async () => {
    const name = uniqueName('NOWHERE');
    await fixture.manager.streams.create({ name, subjects: [name] });
    await writeFile(join(root, name), 'a file');
    await expect(backupStream(fixture.manager, name, join(root, name, 'below'))).rejects.toThrow(code('FILE_ERROR'));
    // Nobody can create a directory here, and the system reports that the parent does not exist.
    await expect(backupStream(fixture.manager, name, '/proc/none/below')).rejects.toThrow(code('FILE_ERROR'));
    await expect(backupAccount(fixture.manager, '/proc/none')).rejects.toThrow(code('FILE_ERROR'));
    await expect(restoreAccount(fixture.manager, join(root, 'nowhere'))).rejects.toThrow(code('FILE_ERROR'));
  });

  it('says STREAM_NOT_FOUND', async () => {
    await expect(backupStream(fixture.manager, 'NOPE', join(root, 'NOPE'))).rejects.toThrow(code('STREAM_NOT_FOUND'));
  });

  it.each([
    ['a flipped byte', 'BACKUP_CORRUPT', (directory: string) => flipByte(join(directory, 'stream.tar.s2'), 30)],
    ['a truncated snapshot', 'BACKUP_CORRUPT', (directory: string) => truncate(join(directory, 'stream.tar.s2'), 100)],
    ['an appended byte', 'BACKUP_CORRUPT', (directory: string) => appendFile(join(directory, 'stream.tar.s2'), 'x')],
    ['an edited backup.json', 'BACKUP_CORRUPT', (directory: string) => appendFile(join(directory, 'backup.json'), ' ')],
    [
      'a manifest that is none',
      'BACKUP_CORRUPT',
      (directory: string) => writeFile(join(directory, 'manifest.json'), '{}'),
    ],
    ['a missing snapshot', 'BACKUP_INCOMPLETE', (directory: string) => rm(join(directory, 'stream.tar.s2'))],
    ['a missing backup.json', 'BACKUP_INCOMPLETE', (directory: string) => rm(join(directory, 'backup.json'))],
  ])('refuses %s with %s, and nothing is restored', async (_, expected, damage) => {
    const { name, directory } = await backedUp();
    await damage(directory);
    await expect(restoreStream(fixture.manager, directory)).rejects.toThrow(code(expected));
    await expect(restoreStream(fixture.manager, directory, { verifyFirst: true })).rejects.toThrow(code(expected));
    expect(await fixture.manager.streams.exists(name)).toBe(false);
  });

  it.each([
    ['empty', 'BACKUP_INCOMPLETE', ''],
    ['no JSON', 'BACKUP_CORRUPT', '{"config":'],
    ['no object', 'BACKUP_CORRUPT', '[]'],
    ['without a configuration', 'BACKUP_CORRUPT', '{}'],
  ])('refuses a backup.json without a manifest that is %s', async (_, expected, text) => {
    const { name, directory } = await backedUp();
    await rm(join(directory, 'manifest.json'));
    await writeFile(join(directory, 'backup.json'), text);
    await expect(restoreStream(fixture.manager, directory)).rejects.toThrow(code(expected));
    expect(await fixture.manager.streams.exists(name)).toBe(false);
  });

  it.each([
    ['in the middle of a frame', 100],
    ['within the stream identifier', 6],
    ['at nothing', 0],
  ])('refuses a snapshot without a manifest that was cut %s', async (_, bytes) => {
    const { name, directory } = await backedUp();
    await rm(join(directory, 'manifest.json'));
    await truncate(join(directory, 'stream.tar.s2'), bytes);
    await expect(restoreStream(fixture.manager, directory)).rejects.toThrow(code('BACKUP_CORRUPT'));
    expect(await fixture.manager.streams.exists(name)).toBe(false);
  });
});

async function flipByte(path: string, offset: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[offset] = (bytes[offset] ?? 0) ^ 0xff;
  await writeFile(path, bytes);
}
