import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..', '..');

/** Asks one address over and over, from a process of its own. */
export class Pinger implements Disposable {
  readonly #process: ChildProcess;

  constructor(url: string) {
    const loader = join(root, 'scripts', 'bench', 'typescript.mjs');
    this.#process = fork(join(__dirname, 'ping-process.ts'), [url], { execArgv: ['--import', loader] });
  }

  /** How long each answer took since this was last asked, in milliseconds. */
  take(): Promise<number[]> {
    const times = new Promise<number[]>((resolve) => this.#process.once('message', resolve));
    this.#process.send({});
    return times;
  }

  [Symbol.dispose](): void {
    if (this.#process.connected) this.#process.disconnect();
  }
}
