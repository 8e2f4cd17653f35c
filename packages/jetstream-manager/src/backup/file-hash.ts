import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';

/**
 * The code of the worker. It hashes the file up to the announced position, and answers after the last one. It is a text
 * and not a file, because a worker file must be found by its path. Bundlers and test runners that compile on the fly do
 * not guarantee that.
 */
const source = `
const { closeSync, openSync, readSync } = require('node:fs');
const { createHash } = require('node:crypto');
const { parentPort, workerData } = require('node:worker_threads');
const file = openSync(workerData, 'r');
const hash = createHash('sha256');
const buffer = Buffer.allocUnsafe(256 * 1024);
let position = 0;
parentPort.on('message', ({ bytes, isAll }) => {
  while (position < bytes) {
    const read = readSync(file, buffer, 0, Math.min(buffer.length, bytes - position), position);
    if (read === 0) throw new Error('the file is shorter than ' + bytes + ' bytes');
    hash.update(buffer.subarray(0, read));
    position += read;
  }
  if (!isAll) return;
  closeSync(file);
  parentPort.postMessage(hash.digest('hex'));
});
`;

/** Below this size a thread costs more than it saves, and the sample is too small for a decision. */
const threadFrom = 8 * 1024 * 1024;
/** The thread is told to continue after this many bytes, not after every chunk. */
const stepBytes = 1024 * 1024;
/** The time for a smaller chunk depends more on the call than on the processor. */
const fairSample = 16 * 1024;
/**
 * A processor with SHA-256 instructions takes about half of this. A processor without them takes two to three times as
 * long.
 */
const slowMsPerMegabyte = 1;

/**
 * Computes the SHA-256 of a file that is being written or sent, from the chunks that pass. On a processor that hashes
 * slowly this would delay the transfer, so a separate thread hashes the file from its start and follows it. On a fast
 * processor reading the file again costs more than it saves.
 */
export class FileHash {
  readonly #path: string;
  readonly #slowMsPerMegabyte: number;
  readonly #hash = createHash('sha256');
  #hashedBytes = 0;
  /** The time of the fastest chunk. Something else may have delayed the other chunks. */
  #msPerMegabyte: number | undefined;
  #worker: Worker | undefined;
  #result: Promise<string> | undefined;
  #told = 0;

  /** If a megabyte takes more than `slowMs` milliseconds, the transfer thread stops hashing. */
  constructor(path: string, slowMs: number = slowMsPerMegabyte) {
    this.#path = path;
    this.#slowMsPerMegabyte = slowMs;
  }

  /** Adds the next bytes of the file. They need not be written yet. */
  update(chunk: Uint8Array): void {
    if (this.#worker !== undefined) return;
    const startMs = performance.now();
    this.#hash.update(chunk);
    this.#hashedBytes += chunk.length;
    if (chunk.length < fairSample) return;
    const msPerMegabyte = ((performance.now() - startMs) * 1e6) / chunk.length;
    this.#msPerMegabyte = Math.min(this.#msPerMegabyte ?? msPerMegabyte, msPerMegabyte);
  }

  /** Reports that the first `bytes` bytes of the file are written. */
  advance(bytes: number): void {
    if (this.#worker === undefined && !this.#isSlow()) return;
    if (bytes - this.#told >= stepBytes) void this.#tell(bytes, false);
  }

  /** Returns the digest of the file in hexadecimal. All of its `bytes` bytes must be written. */
  async finish(bytes: number): Promise<string> {
    return this.#worker === undefined ? this.#hash.digest('hex') : this.#tell(bytes, true);
  }

  /** Ends the thread. `finish` then never answers. */
  async stop(): Promise<void> {
    await this.#worker?.terminate();
  }

  #isSlow(): boolean {
    return this.#hashedBytes >= threadFrom && (this.#msPerMegabyte ?? 0) > this.#slowMsPerMegabyte;
  }

  #tell(bytes: number, isAll: boolean): Promise<string> {
    const worker = this.#worker ?? new Worker(source, { eval: true, workerData: this.#path });
    this.#worker = worker;
    this.#told = bytes;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    worker.postMessage({ bytes, isAll });
    this.#result ??= firstMessage(worker);
    return this.#result;
  }
}

function firstMessage(worker: Worker): Promise<string> {
  const result = new Promise<string>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  // A transfer that fails for another reason stops before it reads this result.
  result.catch(() => undefined);
  return result;
}
