import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packages, readJson, root, type PackageJson } from '../project/workspace.js';

/** What `npm pack --json` says of one tarball. */
export interface Tarball {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Runs a program of Node's; rejects with all it printed where it fails. */
export function runNode(cwd: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${args.join(' ')}\n${stdout}\n${stderr}`, { cause: error }));
      else resolve(stdout);
    });
  });
}

const npm = join(process.execPath, '../../lib/node_modules/npm/bin/npm-cli.js');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** An empty folder into which all packages were installed as a registry would deliver them. */
export class ConsumerProject implements AsyncDisposable {
  readonly folder: string;
  readonly tarballs: readonly Tarball[];

  private constructor(folder: string, tarballs: readonly Tarball[]) {
    this.folder = folder;
    this.tarballs = tarballs;
  }

  static async create(): Promise<ConsumerProject> {
    const folder = await mkdtemp(join(tmpdir(), 'symphony-packed-'));
    await cp(join(__dirname, 'consumer'), folder, { recursive: true });
    await runNode(root, tsc, '-b', ...packages.map(({ path }) => path));
    const workspaces = packages.map(({ path }) => `--workspace=${path}`);
    const packed = await runNode(root, npm, 'pack', '--json', `--pack-destination=${folder}`, ...workspaces);
    const tarballs = JSON.parse(packed) as readonly Tarball[];
    const { devDependencies } = readJson<PackageJson>('package.json');
    const dependencies = {
      ...Object.fromEntries(tarballs.map(({ name, filename }) => [name, `file:${filename}`])),
      '@types/node': devDependencies?.['@types/node'],
      '@nats-io/nats-core': '3.4.0',
      zod: '^4.6.7',
    };
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
    await runNode(folder, npm, 'install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund');
    return new ConsumerProject(folder, tarballs);
  }

  /** Type-checks and compiles it. */
  compile(): Promise<string> {
    return runNode(this.folder, tsc, '-p', '.');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}
