import { chmod, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileStore } from './file-store.js';

let base: string;
let folder: string;
let store: FileStore;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'file-store-'));
  folder = join(base, 'cirata', 'credentials');
  store = new FileStore(folder);
});
afterEach(() => rm(base, { recursive: true }));

const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
const credential = { token: 'T.1.s', prefix: 'catalog', created: '2026-01-01T00:00:00.000Z' };

describe('FileStore', () => {
  it('keeps a credential, for its owner alone, and leaves nothing else', async () => {
    await store.write('ext-catalog', credential);
    await expect(store.read('ext-catalog')).resolves.toEqual(credential);
    expect(await readdir(folder)).toEqual(['ext-catalog.json']);
    expect(await mode(join(folder, 'ext-catalog.json'))).toBe(0o600);
    expect(await mode(folder)).toBe(0o700);
  });

  it('lists by name and removes', async () => {
    await store.write('ext-b', { token: 'b' });
    await store.write('ext-a', credential);
    await expect(store.list()).resolves.toEqual([
      { name: 'ext-a', ...credential },
      { name: 'ext-b', token: 'b' },
    ]);
    await expect(store.remove('ext-a')).resolves.toBe(true);
    await expect(store.remove('ext-a')).resolves.toBe(false);
    await expect(store.read('ext-a')).resolves.toBeUndefined();
  });

  it('is empty where the folder does not exist', async () => {
    await expect(store.list()).resolves.toEqual([]);
    await expect(store.read('ext-a')).resolves.toBeUndefined();
  });

  it.each([0o640, 0o604, 0o666])('refuses a file of mode %o, saying what to do', async (wide) => {
    await store.write('ext-a', credential);
    await chmod(join(folder, 'ext-a.json'), wide);
    await expect(store.read('ext-a')).rejects.toThrow(/others can read it \(mode 06\d\d\); run 'chmod 600/);
  });

  it('refuses a folder that others can write to', async () => {
    await store.write('ext-a', credential);
    await chmod(folder, 0o777);
    await expect(store.read('ext-a')).rejects.toThrow('others can write to it');
    await expect(store.write('ext-a', credential)).rejects.toThrow('others can write to it');
  });

  it('does not follow a symbolic link', async () => {
    await store.write('ext-a', credential);
    await writeFile(join(base, 'elsewhere'), '{"token":"x"}', { mode: 0o600 });
    await symlink(join(base, 'elsewhere'), join(folder, 'ext-link.json'));
    await expect(store.read('ext-link')).rejects.toThrow('ELOOP');
  });

  it('takes a bare token, and nothing for a torn file', async () => {
    await store.write('ext-a', credential);
    await writeFile(join(folder, 'ext-a.json'), ' bare.token.text\n');
    await expect(store.read('ext-a')).resolves.toEqual({ token: 'bare.token.text' });
    await writeFile(join(folder, 'ext-a.json'), '{"token": "half');
    await expect(store.read('ext-a')).resolves.toBeUndefined();
  });

  it.each(['../evil', '', 'a/b', 'A', '.hidden'])('refuses the name %j', async (name) => {
    await expect(store.read(name)).rejects.toThrow('cannot name an entry');
    await expect(store.write(name, credential)).rejects.toThrow('cannot name an entry');
    await expect(store.remove(name)).rejects.toThrow('cannot name an entry');
  });
});
