import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..', '..');

/** Sends requests to one address from a separate process. */
export class Pinger implements Disposable {
  readonly #process: ChildProcess;

  constructor(url: string) {
    const loader = join(root, 'scripts', 'bench', 'typescript.mjs');
    this.#process = fork(join(__dirname, 'ping-process.ts'), [url], { execArgv: ['--import', loader] });
  }

  /** The durations of all answers since the last call, in milliseconds. */
  take(): Promise<number[]> {
    const times = new Promise<number[]>((resolve) => this.#process.once('message', resolve));
    this.#process.send({});
    return times;
  }

  [Symbol.dispose](): void {
    if (this.#process.connected) this.#process.disconnect();
  }
}
