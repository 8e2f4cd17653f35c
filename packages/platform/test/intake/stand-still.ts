import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const loader = join(__dirname, '..', '..', '..', '..', 'scripts', 'bench', 'typescript.mjs');
/** The longest time for which this process stands still: half a minute. */
const MOST_TURNS = 6_000;
const TURN_MS = 5;

/**
 * A program that works while this process, and a platform in it, reads nothing. It sends one message when it is ready. Then the
 * two tell each other by files, since a process that does not read gets no messages.
 */
export class Sender implements AsyncDisposable {
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(folder: string, program: string, args: readonly string[]) {
    const files = [join(folder, 'go'), join(folder, 'done')];
    this.#folder = folder;
    this.#process = fork(join(__dirname, program), [...files, ...args], { execArgv: ['--import', loader] });
    this.#ended = once(this.#process, 'exit');
  }

  /** Resolves when the program is ready. */
  static async start(program: string, ...args: readonly string[]): Promise<Sender> {
    const sender = new Sender(await mkdtemp(join(tmpdir(), 'platform-intake-')), program, args);
    await once(sender.#process, 'message');
    return sender;
  }

  /** Resolves when the program sends another message. */
  async message(): Promise<void> {
    await once(this.#process, 'message');
  }

  /** Tells the program to go, and does nothing else until it is done. */
  standStill(): void {
    writeFileSync(join(this.#folder, 'go'), '');
    const sleeper = new Int32Array(new SharedArrayBuffer(4));
    const done = join(this.#folder, 'done');
    for (let turn = 0; turn < MOST_TURNS && !existsSync(done); turn += 1) Atomics.wait(sleeper, 0, 0, TURN_MS);
    expect(existsSync(done)).toBe(true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.connected) this.#process.disconnect();
    await this.#ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}
