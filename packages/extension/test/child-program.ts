import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { eventually } from '../../../test/support/eventually.js';

const workspace = join(__dirname, '..', '..', '..');

/** A TypeScript file of `children`, bundled with the sources of the workspace, because only jest loads TypeScript. */
export class ChildProgram {
  readonly #folder: string;
  readonly #file: string;
  readonly #children: Child[] = [];

  private constructor(folder: string, file: string) {
    this.#folder = folder;
    this.#file = file;
  }

  static async build(name: string): Promise<ChildProgram> {
    const folder = await mkdtemp(join(tmpdir(), 'extension-child-'));
    const outfile = join(folder, `${name}.mjs`);
    await build({
      entryPoints: [join(__dirname, 'children', `${name}.ts`)],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      conditions: ['@symphony-ts/source'],
      // This native module is found by NODE_PATH, which only `require` reads.
      external: ['@napi-rs/keyring'],
      supported: { 'dynamic-import': false },
      // Dependencies in CommonJS look for `require`, which ES modules do not have.
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      logLevel: 'error',
    });
    return new ChildProgram(folder, outfile);
  }

  /** Starts it. With `pipe`, its stdin stays open and nothing is written to it. Default: its stdin is empty. */
  start(args: readonly string[], env: Readonly<Record<string, string>>, stdin: 'ignore' | 'pipe' = 'ignore'): Child {
    const spawned = spawn(process.execPath, [this.#file, ...args], {
      env: { PATH: process.env['PATH'], NODE_PATH: join(workspace, 'node_modules'), HOME: this.#folder, ...env },
      stdio: [stdin, 'pipe', 'pipe'],
    });
    const child = new Child(spawned);
    this.#children.push(child);
    return child;
  }

  /** Ends the children that still run, and removes the bundle. */
  async remove(): Promise<void> {
    for (const child of this.#children) await child.end('SIGKILL');
    await rm(this.#folder, { recursive: true });
  }
}

/** A running child and its output. */
export class Child {
  readonly lines: string[] = [];
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;
  #errors = '';

  constructor(child: ChildProcess) {
    this.#process = child;
    this.#ended = once(child, 'close');
    if (child.stdout) createInterface(child.stdout).on('line', (line) => this.lines.push(line));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text;
    });
  }

  /** Resolves to the first line that contains `text`. Rejects with its stderr if it ends without such a line. */
  async line(text: string): Promise<string> {
    const find = (): string | undefined => this.lines.find((line) => line.includes(text));
    await eventually(() => find() !== undefined || this.#process.exitCode !== null);
    const line = find();
    if (line === undefined)
      throw new Error(`the child ended without '${text}': ${this.#errors}\n${this.lines.join('\n')}`);
    return line;
  }

  /** What it wrote to stderr. */
  get errors(): string {
    return this.#errors;
  }

  /** Resolves to the exit code, or to the signal that ended it, when it has ended by itself. */
  async ended(): Promise<number | string> {
    await this.#ended;
    return this.#process.signalCode ?? this.#process.exitCode ?? 0;
  }

  /** Sends a signal. Resolves to the exit code, or to the signal that ended it. */
  async end(signal: NodeJS.Signals): Promise<number | string> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) this.#process.kill(signal);
    await this.#ended;
    return this.#process.signalCode ?? this.#process.exitCode ?? 0;
  }
}
