import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Objm } from '@nats-io/obj';
import { type CommandLine, startCommandLine } from './support/command-line.js';

let jsm: CommandLine;
beforeAll(async () => {
  jsm = await startCommandLine();
});
afterAll(() => jsm.stop());

describe('jsm object', () => {
  it('makes a store as the clients of NATS make it, shows, changes, seals and removes it', async () => {
    await new Objm(jsm.nc).create('THEIRS');
    expect((await jsm.run('object add OURS')).code).toBe(0);
    const [theirs, ours] = [await jsm.manager.streams.load('OBJ_THEIRS'), await jsm.manager.streams.load('OBJ_OURS')];
    const { name: _a, subjects: _b, metadata: _c, duplicate_window: _d, ...wanted } = theirs.config;
    expect(ours.config).toMatchObject(wanted);

    expect(await jsm.run('obj add OURS')).toMatchObject({ code: 1, err: expect.stringContaining('already') });
    expect((await jsm.run('object edit OURS --description files')).code).toBe(0);
    expect((await jsm.run('object ls')).out).toMatch(/│ OURS +│ files /);
    expect((await jsm.run('object seal OURS --force')).code).toBe(0);
    expect(await jsm.json('object status OURS')).toMatchObject({ isSealed: true });
    expect(await jsm.run('object rm OURS')).toMatchObject({ code: 2 });
    expect((await jsm.run('object rm OURS --force')).code).toBe(0);
    expect(await jsm.run('object ls OURS')).toMatchObject({ code: 1, err: expect.stringContaining('no object store') });
  });

  it('stores and fetches files of several chunks, byte for byte', async () => {
    await jsm.run('object add F');
    const bytes = Buffer.alloc(700_000, 'abc\0');
    const file = join(jsm.folder, 'in.bin');
    await writeFile(file, bytes);
    expect((await jsm.run(['object', 'put', 'F', file, '--description', 'a file', '-H', 'kind: test'])).code).toBe(0);
    expect(await jsm.run(['object', 'put', 'F', file])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--force'),
    });
    expect((await jsm.run(['object', 'put', 'F', file, '--force'])).code).toBe(0);
    expect(await jsm.json('object info F in.bin')).toMatchObject({ name: 'in.bin', size: 700_000 });

    const out = join(jsm.folder, 'out.bin');
    expect(await jsm.run(['object', 'get', 'F', 'in.bin', '-O', out])).toMatchObject({ code: 0, err: '' });
    expect((await readFile(out)).equals(bytes)).toBe(true);
    expect(await jsm.run(['object', 'get', 'F', 'in.bin', '-O', out])).toMatchObject({ code: 2 });
    expect((await jsm.run('object put F --name note', { input: 'text' })).code).toBe(0);
    expect((await jsm.run('object get F note -O -')).out).toBe('text');
    expect(await jsm.json('object ls F --names')).toEqual(['in.bin', 'note']);
    expect((await jsm.run('object ls F')).out).toMatch(/│ in\.bin │ 684 KiB/);
    expect((await jsm.run('object rm F note --force')).code).toBe(0);
    expect(await jsm.run('object info F note')).toMatchObject({ code: 1 });
    expect(await jsm.run('object put F')).toMatchObject({ code: 2 });
  });

  it('writes names in any script as the other clients of NATS do', async () => {
    await jsm.run('object add NAMES');
    for (const name of ['Zoë', '日本.txt']) {
      expect((await jsm.run(['object', 'put', 'NAMES', '--name', name], { input: name })).code).toBe(0);
      expect((await jsm.run(['object', 'get', 'NAMES', name, '-O', '-'])).out).toBe(name);
    }
    const stream = await jsm.manager.streams.load('OBJ_NAMES');
    const subject = `$O.NAMES.M.${Buffer.from('日本.txt').toString('base64').replaceAll('+', '-').replaceAll('/', '_')}`;
    expect(await stream.lastMessage(subject)).toBeDefined();
  });

  it('leaves no file behind where a digest differs', async () => {
    await jsm.run('object add BAD');
    await jsm.run('object put BAD --name x', { input: 'right' });
    const stream = await jsm.manager.streams.load('OBJ_BAD');
    const chunk = await stream.message(1);
    await stream.deleteMessage(1);
    await jsm.nc.request(chunk?.subject ?? '', 'wrong', { timeout: 10_000 });
    const target = join(jsm.folder, 'x');
    expect(await jsm.run(['object', 'get', 'BAD', 'x', '-O', target])).toMatchObject({ code: 1 });
    expect((await readdir(jsm.folder)).filter((name) => name.startsWith('x'))).toEqual([]);
  });

  it('shows changes', async () => {
    await jsm.run('object add W');
    await jsm.run('object put W --name one', { input: '1' });
    expect(await jsm.run('object watch W --count 1')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/PUT W > one: 1 B/),
    });
  });
});
