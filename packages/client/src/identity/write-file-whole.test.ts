import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFileWhole } from './write-file-whole.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-whole-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('writeFileWhole', () => {
  it('writes for the owner alone, over what was there, and leaves nothing else', async () => {
    const path = join(folder, 'note.json');
    await writeFile(path, 'old and readable', { mode: 0o644 });
    await writeFileWhole(path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['note.json']);
  });

  it('leaves what was there, and nothing else, where it fails', async () => {
    const path = join(folder, 'taken');
    await mkdir(path);
    await expect(writeFileWhole(path, 'new')).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(await readdir(folder)).toEqual(['taken']);
  });

  it('lets one of many writers win, whole', async () => {
    const path = join(folder, 'note.json');
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(1_000));
    await Promise.all(texts.map((text) => writeFileWhole(path, text)));
    expect(texts).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['note.json']);
  });
});
