import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOwnAptSources } from '../../obtain/apt-package.mjs';

describe('readOwnAptSources', () => {
  let folder: string;
  const places = () => ({ aptFolder: join(folder, 'apt'), osRelease: join(folder, 'os-release') });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'apt-package-'));
    await mkdir(join(folder, 'apt', 'sources.list.d'), { recursive: true });
    await writeFile(join(folder, 'os-release'), 'ID=debian\nVERSION_CODENAME=bookworm\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("takes the archive of the machine's own release, from either file format, and no other", async () => {
    const write = (name: string, text: string) => writeFile(join(folder, 'apt', name), text);
    await write('sources.list', 'deb http://one.example/debian bookworm main\n');
    await write('sources.list.d/b.list', 'deb http://security.example bookworm-security main\n');
    await write('sources.list.d/c.sources', 'Types: deb\nURIs: http://two.example\nSuites: stable\nComponents: main\n');
    await write('sources.list.d/d.list.disabled', 'deb http://off.example bookworm main\n');
    const own = await readOwnAptSources(places());
    expect(own?.ownSuite).toBe('bookworm');
    expect(own?.sources.map(({ uris }) => uris)).toEqual([['http://one.example/debian'], ['http://two.example']]);
  });

  it('says that a machine without apt sources is none', async () => {
    expect(await readOwnAptSources(places())).toBeUndefined();
  });

  it('says that a machine that does not name its release is none', async () => {
    await writeFile(join(folder, 'os-release'), 'ID=arch\n');
    await writeFile(join(folder, 'apt', 'sources.list'), 'deb http://one.example stable main\n');
    expect(await readOwnAptSources(places())).toBeUndefined();
  });
});
