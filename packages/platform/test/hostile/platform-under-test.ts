import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { CreatedKey, NewKey } from '@symphony-ts/platform';

const root = join(__dirname, '..', '..', '..', '..');

interface Answer {
  readonly n: number;
  readonly answer: unknown;
}

/** A platform in a separate process. */
export class PlatformUnderTest implements AsyncDisposable {
  readonly httpUrl: string;
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  #asked = 0;

  private constructor(process: ChildProcess, httpUrl: string) {
    this.#process = process;
    this.httpUrl = httpUrl;
    process.on('message', ({ n, answer }: Answer) => {
      this.#waiting.get(n)?.(answer);
      this.#waiting.delete(n);
    });
  }

  static start(): Promise<PlatformUnderTest> {
    const loader = join(root, 'scripts', 'bench', 'typescript.mjs');
    const child = fork(join(__dirname, 'platform-process.ts'), [], { execArgv: ['--import', loader] });
    return new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the platform did not start: exit code ${code}`)));
      child.once('message', ({ httpUrl }: { readonly httpUrl: string }) =>
        resolve(new PlatformUnderTest(child, httpUrl)),
      );
    });
  }

  get isAlive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  createKey(key: NewKey): Promise<CreatedKey> {
    return this.#ask({ key }) as Promise<CreatedKey>;
  }

  /** Resident memory in bytes. */
  memory(): Promise<number> {
    return this.#ask({ memory: true }) as Promise<number>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.isAlive) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.disconnect();
    await ended;
  }

  #ask(what: object): Promise<unknown> {
    this.#asked += 1;
    const n = this.#asked;
    return new Promise((resolve) => {
      this.#waiting.set(n, resolve);
      this.#process.send({ n, ...what });
    });
  }
}
