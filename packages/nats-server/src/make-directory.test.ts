import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { makeDirectory } from './make-directory.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'make-directory-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('makeDirectory', () => {
  it('makes what is missing above it, with the mode it is given', async () => {
    const path = join(root, 'a', 'b', 'c');
    await makeDirectory(path, 0o700);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect((await stat(join(root, 'a'))).mode & 0o777).toBe(0o700);
    await makeDirectory(path);
    await makeDirectory(`${relative(process.cwd(), root)}/relative/path/`);
    expect((await stat(join(root, 'relative/path'))).isDirectory()).toBe(true);
  });

  it('makes the same path from several places at once', async () => {
    for (let round = 0; round < 50; round++) {
      const path = join(root, `at-${String(round)}`, 'once', 'x');
      const depths = [path, join(path, 'y'), path, join(path, 'y', 'z')];
      await expect(Promise.all(depths.map((depth) => makeDirectory(depth)))).resolves.toHaveLength(4);
    }
  });

  it('follows a link to a directory, not one to nowhere', async () => {
    await symlink(root, join(root, 'link'));
    await makeDirectory(join(root, 'link', 'below'));
    await symlink(join(root, 'nowhere'), join(root, 'dead'));
    await expect(makeDirectory(join(root, 'dead'))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeDirectory(join(root, 'dead', 'below'))).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('fails where a file is in the way', async () => {
    await writeFile(join(root, 'file'), '');
    await expect(makeDirectory(join(root, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeDirectory(join(root, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it.each(['/proc/none', '/proc/none/below'])('fails below a directory that takes no entries: %s', async (path) => {
    await expect(makeDirectory(path)).rejects.toMatchObject({ syscall: 'mkdir' });
  });
});
