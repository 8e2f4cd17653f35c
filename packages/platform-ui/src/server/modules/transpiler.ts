import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { limits } from '@symphony-ts/contract';

/** A transpiled source, or why it cannot be. */
export type Transpiled = { readonly code: string; readonly map: string } | { readonly error: string };

interface Answer {
  readonly id: number;
  readonly code?: string;
  readonly map?: string;
  readonly error?: string;
}

const TIMEOUT_MS = 15_000;
/** Sources that are kept transpiled. */
const MAX_KEPT = 1_000;

/**
 * Turns TypeScript and JSX into modules for browsers, in a separate thread, because the source is input of an extension. The
 * same text is transpiled once. The thread starts with the first source, and again after a source that takes too long.
 */
export class Transpiler {
  readonly #file: string;
  readonly #kept = new Map<string, Promise<Transpiled>>();
  readonly #waiting = new Map<number, (answer: Transpiled) => void>();
  #worker: Worker | undefined;
  #next = 1;

  /** @param file the script of the thread */
  constructor(file: string) {
    this.#file = file;
  }

  /** @param file what errors and source maps call it */
  transpile(file: string, text: string): Promise<Transpiled> {
    if (text.length > limits.resourceText) {
      return Promise.resolve({ error: `${file} has more than ${limits.resourceText} characters` });
    }
    const key = createHash('sha256').update(file).update('\0').update(text).digest('base64');
    const made = this.#kept.get(key) ?? this.#run(file, text);
    // Moved to the end, because texts that are requested stay longest.
    this.#kept.delete(key);
    this.#kept.set(key, made);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return made;
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#fail('the platform stops');
    await worker?.terminate();
  }

  #run(file: string, text: string): Promise<Transpiled> {
    return new Promise((resolve) => {
      const id = this.#next++;
      const timer = setTimeout(() => {
        const worker = this.#worker;
        this.#fail(`${file} took longer than ${TIMEOUT_MS / 1000} s to transpile`);
        void worker?.terminate();
      }, TIMEOUT_MS);
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      this.#start().postMessage({ id, file, text });
    });
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#file);
    worker.unref();
    worker.on('message', ({ id, code, map, error }: Answer) => {
      const answer = this.#waiting.get(id);
      this.#waiting.delete(id);
      answer?.(code === undefined ? { error: error ?? 'it cannot be transpiled' } : { code, map: map ?? '' });
    });
    worker.on('error', ({ message }) => this.#fail(message));
    this.#worker = worker;
    return worker;
  }

  /** All waiting callers get the reason. The next source gets another thread. */
  #fail(error: string): void {
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const answer of waiting) answer({ error });
  }
}
