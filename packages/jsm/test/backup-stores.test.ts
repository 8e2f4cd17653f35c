import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CommandLine, startCommandLine } from './support/command-line.js';

let jsm: CommandLine;
let store: string;
beforeAll(async () => {
  jsm = await startCommandLine();
  store = pathToFileURL(join(jsm.folder, 'store')).href;
  for (const name of ['A', 'B']) {
    await jsm.manager.streams.create({ name, subjects: [`${name}.>`] });
    for (const n of [1, 2, 3]) await jsm.manager.jetstream.jetstream().publish(`${name}.${n}`, 'x');
  }
});
afterAll(() => jsm.stop());

describe('jsm backup into a store', () => {
  it('keeps so many backups of each stream, and restores the newest', async () => {
    for (let i = 0; i < 3; i += 1)
      expect(await jsm.run(['backup', store, '--keep', '2'])).toMatchObject({ code: 0, err: '' });
    const names = (await jsm.json(['backups', 'ls', store])) as readonly string[];
    expect(names.map((name) => name.slice(0, 2))).toEqual(['A/', 'A/', 'B/', 'B/']);
    expect((await jsm.run(['verify', store])).out).toMatch(/A: whole[^]*B: whole/);
    for (const name of ['A', 'B']) await jsm.manager.streams.delete(name);
    expect((await jsm.run(['restore', store])).out).toBe('A: 3 messages restored\nB: 3 messages restored');
    expect(await jsm.run(['restore', store, '--stream', 'A'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('STREAM_EXISTS'),
    });
    expect((await jsm.run(['restore', store, '--backup', names[2] ?? '', '--overwrite'])).out).toBe(
      'B: 3 messages restored',
    );
    expect(await jsm.run(['restore', store, '--stream', 'C'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no backup of C'),
    });
  });

  it('stores only what is new where told, and restores all of it', async () => {
    const target = `${store}-blocks`;
    const backup = () => jsm.run(['backup', target, '--stream', 'A', '--incremental', '--keep', '2']);
    expect((await backup()).out).toMatch(/^A: .* in A\/.*\.blocks, .* of it stored now$/);
    await jsm.manager.jetstream.jetstream().publish('A.4', 'x');
    for (let i = 0; i < 2; i += 1) expect(await backup()).toMatchObject({ code: 0, err: '' });
    expect(await jsm.json(['backups', 'ls', target])).toHaveLength(2);
    expect((await jsm.run(['verify', target])).out).toMatch(/^A: whole/);
    expect(await jsm.run(['restore', target, '--overwrite'])).toMatchObject({ code: 0, out: 'A: 4 messages restored' });
    expect(await jsm.run(['backup', 'here', '--incremental'])).toMatchObject({ code: 2 });
    const stream = await jsm.manager.streams.load('A');
    await stream.deleteMessage(4);
  });

  it('encrypts with a key from a file', async () => {
    const key = join(jsm.folder, 'backup.key');
    expect((await jsm.run(['backups', 'new-key', key])).code).toBe(0);
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    expect(await jsm.run(['backups', 'new-key', key])).toMatchObject({ code: 2 });
    const sealed = `${store}-sealed`;
    expect((await jsm.run(['backup', sealed, '--stream', 'A', '--key-file', key])).code).toBe(0);
    expect(await jsm.run(['verify', sealed])).toMatchObject({
      code: 1,
      err: expect.stringContaining('no key is given'),
    });
    expect(await jsm.run(['verify', sealed, '--key-file', key])).toMatchObject({ code: 0 });
    await jsm.manager.streams.delete('A');
    expect((await jsm.run(['restore', sealed, '--key-file', key])).out).toBe('A: 3 messages restored');
  });

  it('writes metrics, and keeps the last success of what fails', async () => {
    const file = join(jsm.folder, 'jsm.prom');
    const backup = (...more: string[]) => jsm.run(['backup', `${store}-metrics`, '--prometheus', file, ...more]);
    expect((await backup('--stream', 'A')).code).toBe(0);
    const first = await readFile(file, 'utf8');
    expect(first).toMatch(/jsm_backup_success\{stream="A"\} 1/);
    await jsm.manager.streams.delete('A');
    expect((await backup('--stream', 'A')).code).toBe(1);
    const second = await readFile(file, 'utf8');
    expect(second).toMatch(/jsm_backup_success\{stream="A"\} 0/);
    const success = /jsm_backup_last_success_timestamp_seconds\{.*/;
    expect(success.exec(second)?.[0]).toBe(success.exec(first)?.[0]);
    expect((await readdir(jsm.folder)).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it.each([
    [['backup', 's3://bucket'], 'AWS_ACCESS_KEY_ID'],
    [['backup', 'here', '--keep', '2'], '--keep'],
    [['backups', 'ls', 'here'], 'not a store'],
    [['restore', 'file:/nowhere'], 'no backup'],
  ])('refuses %j', async (words, reason) => {
    expect(await jsm.run(words)).toMatchObject({ code: 2, err: expect.stringContaining(reason) });
  });
});
