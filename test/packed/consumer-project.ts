import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PackageJson, readJson, root } from '../project/workspace.js';

/** The content of one tarball of `npm run pack`. */
export interface Tarball {
  /** The package's name. */
  readonly name: string;
  readonly path: string;
  /** Files, with paths relative to the package. */
  readonly files: readonly string[];
}

/** Runs a program of Node. Rejects with its whole output if it fails. */
export const runNode = (cwd: string, ...args: readonly string[]): Promise<string> =>
  runProgram(process.execPath, args, cwd);

function runProgram(program: string, args: readonly string[], cwd: string = root): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${args.join(' ')}\n${stdout}\n${stderr}`, { cause: error }));
      else resolve(stdout);
    });
  });
}

// Like scripts/node/find-npm.mjs: a Node from the registry has no npm.
const running = process.env['npm_execpath'];
const npm = running?.endsWith('npm-cli.js')
  ? running
  : join(process.execPath, '../../lib/node_modules/npm/bin/npm-cli.js');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** Installs the dependencies of the package.json in `folder`. */
export async function installProject(folder: string): Promise<void> {
  await runNode(folder, npm, 'install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund');
}

async function readTarball(path: string): Promise<Tarball> {
  const entries = (await runProgram('tar', ['-tzf', path])).trim().split('\n');
  const manifest = await runProgram('tar', ['-xzOf', path, 'package/package.json']);
  const { name } = JSON.parse(manifest) as { readonly name: string };
  return { name, path, files: entries.map((entry) => entry.replace(/^package\//, '')) };
}

/** An empty folder with all packages installed, as from a registry. */
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
    const printed = await runNode(root, 'scripts/pack.mjs', '--out', folder);
    const tarballs = await Promise.all(printed.trim().split('\n').map(readTarball));
    const { devDependencies } = readJson<PackageJson>('package.json');
    const dependencies = {
      ...Object.fromEntries(tarballs.map(({ name, path }) => [name, `file:${path}`])),
      '@types/node': devDependencies?.['@types/node'],
      '@nats-io/nats-core': '3.4.0',
      zod: '^4.6.7',
    };
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
    await installProject(folder);
    return new ConsumerProject(folder, tarballs);
  }

  /** Type-checks and compiles the project. */
  compile(): Promise<string> {
    return runNode(this.folder, tsc, '-p', '.');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}
