import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** A folder with its own package, in which the packages of this repository are installed. */
export class Project implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(files: Readonly<Record<string, string>> = {}): Promise<Project> {
    const project = new Project(await mkdtemp(join(tmpdir(), 'symphony-boot-')));
    await symlink(resolve(__dirname, '../../../node_modules'), join(project.folder, 'node_modules'));
    await project.write('package.json', '{ "name": "project", "private": true, "type": "module" }');
    for (const [name, text] of Object.entries(files)) await project.write(name, text);
    return project;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(dirname(this.path(name)), { recursive: true });
    await writeFile(this.path(name), text);
  }

  /** Saves like a careful editor: writes the new text to another file, and renames it over the old one. */
  async replace(name: string, text: string): Promise<void> {
    const beside = this.path(`${name}.tmp~`);
    await writeFile(beside, text);
    await rename(beside, this.path(name));
  }

  async forget(...names: readonly string[]): Promise<void> {
    for (const name of names) await rm(this.path(name), { force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** An extension that greets. */
export const greeter = (word: string, prefix = 'greeter'): string => `
import { Endpoint, Extension, InstanceHandler } from '@symphony-ts/extension';

@Extension({ prefix: '${prefix}', name: 'Greeter', version: '1.0.0', description: 'Greets' })
export class Greeter {
  @Endpoint()
  greet() {
    return { message: '${word}', pid: process.pid };
  }

  @InstanceHandler('who')
  who() {
    return { pid: process.pid };
  }
}
`;
