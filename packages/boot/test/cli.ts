import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { assertBuilt } from '../../../test/support/assert-built.js';
import { eventually } from '../../../test/support/eventually.js';

assertBuilt('packages/boot');

const bin = resolve(__dirname, '../bin/symphony-boot.mjs');

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface CliResult {
  /** `undefined` if a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A built `symphony-boot` that runs as a separate process. */
export class Cli {
  readonly ended: Promise<CliResult>;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  #stdout = '';
  #stderr = '';

  constructor(args: readonly string[], { cwd, env = {} }: CliOptions) {
    this.#child = spawn(process.execPath, [bin, ...args], {
      cwd,
      env: { ...cleanEnvironment(cwd), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.ended = new Promise((done) => {
      this.#child.once('close', (code, signal) =>
        done({
          code: code ?? undefined,
          signal: signal ?? undefined,
          stdout: this.#stdout,
          stderr: this.#stderr,
        }),
      );
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits for text on stdout after the first `from` characters, and returns the match. */
  async waitFor(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    const find = (): RegExpExecArray | null => pattern.exec(this.#stdout.slice(from));
    await eventually(`stdout has ${pattern}`, () => find() !== null || this.#child.exitCode !== null).catch(
      (error: Error) => {
        throw new Error(`${error.message}\n${this.#stdout}\n${this.#stderr}`, { cause: error });
      },
    );
    const found = find();
    if (!found) throw new Error(`it ended without ${pattern}: ${this.#stdout}\n${this.#stderr}`);
    return found;
  }
}

/** An environment without anything of the person who runs the tests: no token, address, keyring or stored credential. */
function cleanEnvironment(cwd: string): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      /^SYMPHONY_ALLOW_VULNERABLE_SERVER$/.test(name) ||
      !/^(SYMPHONY_|REGISTRATION_TOKEN|LOG_LEVEL|NODE_OPTIONS|DBUS_|JEST_)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    XDG_CONFIG_HOME: join(cwd, '.config'),
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
    FORCE_COLOR: '0',
  };
}

/** Runs a command until it ends. */
export const runCli = (args: readonly string[], options: CliOptions): Promise<CliResult> =>
  new Cli(args, options).ended;
