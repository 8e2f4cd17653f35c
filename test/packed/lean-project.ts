import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installProject, runNode, type Tarball } from './consumer-project.js';

/** The dependencies of an extension, in addition to the schemas of its author. */
const needed = ['extension', 'client', 'contract', 'observability', 'storage'].map((name) => `@symphony-ts/${name}`);

/** A project with `@symphony-ts/extension` and zod, as it would be in a container. */
export class LeanProject implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(tarballs: readonly Tarball[]): Promise<LeanProject> {
    const folder = await mkdtemp(join(tmpdir(), 'symphony-lean-'));
    await cp(join(__dirname, 'lean'), folder, { recursive: true });
    const ours = tarballs.filter(({ name }) => needed.includes(name)).map(({ name, path }) => [name, `file:${path}`]);
    const dependencies = { ...Object.fromEntries(ours), zod: '^4.6.7' };
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
    await installProject(folder);
    return new LeanProject(folder);
  }

  /** Names of the installed packages. npm's list also contains those for other systems. */
  async packages(): Promise<readonly string[]> {
    const list = await readFile(join(this.folder, 'node_modules/.package-lock.json'), 'utf8');
    return Object.keys((JSON.parse(list) as { readonly packages: object }).packages);
  }

  async installedBytes(): Promise<number> {
    const folder = join(this.folder, 'node_modules');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** The files of packages that a process loads from the start of its extension to the stop. */
  async filesAtBoot(natsUrl: string): Promise<readonly string[]> {
    return JSON.parse(await runNode(this.folder, 'boot.mjs', natsUrl)) as readonly string[];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}
