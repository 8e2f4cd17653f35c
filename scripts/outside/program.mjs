// @ts-check
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a step may take, including an installation from the network. */
const LIMIT_MS = 300_000;

/** A program in a process of its own, with everything that it prints. */
export class Program {
  #child;
  #name;
  #stdout = '';
  #stderr = '';
  /** @type {Promise<number>} */
  #ended;

  /**
   * @param {string} program
   * @param {readonly string[]} args
   * @param {{ readonly cwd: string, readonly env: Readonly<Record<string, string | undefined>> }} options
   */
  constructor(program, args, { cwd, env }) {
    this.#name = args.join(' ');
    this.#child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout.setEncoding('utf8').on('data', (text) => (this.#stdout += text));
    this.#child.stderr.setEncoding('utf8').on('data', (text) => (this.#stderr += text));
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', () => resolve(1));
      this.#child.once('close', (code) => resolve(code ?? 1));
    });
  }

  /** Waits for its end, and returns its output. Throws if it fails. */
  async end() {
    const timer = setTimeout(() => this.kill(), LIMIT_MS);
    const code = await this.#ended;
    clearTimeout(timer);
    if (code !== 0) throw this.#failure(`ended with ${code}`);
    return this.#stdout;
  }

  /**
   * @param {RegExp} pattern of the expected output
   * @returns {Promise<RegExpExecArray>}
   */
  async waitFor(pattern) {
    const giveUpAt = performance.now() + LIMIT_MS;
    for (;;) {
      const found = pattern.exec(this.#stdout);
      if (found) return found;
      if (this.#child.exitCode !== null || performance.now() > giveUpAt)
        throw this.#failure(`did not print ${pattern}`);
      await sleep(50);
    }
  }

  /**
   * Ends the program, and throws if it does not end properly.
   *
   * @param {NodeJS.Signals} signal
   */
  async stop(signal) {
    this.#child.kill(signal);
    await this.end();
  }

  kill() {
    this.#child.kill('SIGKILL');
  }

  /** @param {string} what */
  #failure(what) {
    return new Error(`${this.#name} ${what}\n${this.#stdout}\n${this.#stderr}`);
  }
}
