import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePrivateFolder } from './make-private-folder.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'private-folder-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('makePrivateFolder', () => {
  it('makes what is missing above it, for its owner alone', async () => {
    const path = join(root, 'a', 'b', 'c');
    await makePrivateFolder(path);
    for (const made of [path, join(root, 'a')]) expect((await stat(made)).mode & 0o777).toBe(0o700);
    await makePrivateFolder(path);
  });

  it('makes the same path from several places at once', async () => {
    for (let round = 0; round < 50; round += 1) {
      const path = join(root, `at-${round}`, 'once', 'x');
      const depths = [path, join(path, 'y'), path, join(path, 'y', 'z')];
      await expect(Promise.all(depths.map(makePrivateFolder))).resolves.toHaveLength(4);
    }
  });

  it('fails where a file is in the way', async () => {
    await writeFile(join(root, 'file'), '');
    await expect(makePrivateFolder(join(root, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it.each(['/proc/none', '/proc/none/below'])('fails below a folder that takes no entries: %s', async (path) => {
    await expect(makePrivateFolder(path)).rejects.toMatchObject({ syscall: 'mkdir' });
  });
});
