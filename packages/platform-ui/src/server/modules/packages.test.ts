import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Packages } from './packages.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'symphony-packages-'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ dependencies: { tone: '^1.0.0' } }));
});
afterEach(() => rm(folder, { recursive: true }));

/** Installs `tone`, as npm does. */
async function install(version: string): Promise<void> {
  const installed = join(folder, 'node_modules/tone');
  await mkdir(installed, { recursive: true });
  await writeFile(join(installed, 'package.json'), JSON.stringify({ name: 'tone', version, type: 'module' }));
  await writeFile(join(installed, 'index.js'), `export const version = '${version}';`);
}

describe('npm packages for pages', () => {
  it.each([
    ['an absolute folder', () => folder],
    ['a folder from where the process runs', () => relative(process.cwd(), folder)],
    ['a folder of the extension', () => ({ music: relative(process.cwd(), folder) })],
  ])('are bundled anew after an update, from %s', async (_, folders) => {
    const packages = new Packages(folders(), []);
    const bundle = () => packages.bundle('music', 'tone', 'tone');
    await install('1.0.0');
    expect(await bundle()).toMatchObject({ code: expect.stringContaining('1.0.0') });
    await install('1.1.0');
    expect(await bundle()).toMatchObject({ code: expect.stringContaining('1.1.0') });
  });

  it.each([
    ['an extension that has no folder', 'other', 'tone', /serves no npm packages for other/],
    ['an extension whose name every object has', 'constructor', 'tone', /serves no npm packages for constructor/],
    ['a package that nobody declared', 'music', 'left-pad', /not among the dependencies of .*package\.json/],
    ['a package that is not installed', 'music', 'tone', /'tone' cannot be bundled/],
  ])('are refused for %s', async (_, prefix, name, error) => {
    const packages = new Packages({ music: folder }, []);
    expect(await packages.bundle(prefix, name, name)).toMatchObject({ error: expect.stringMatching(error) });
  });
});
