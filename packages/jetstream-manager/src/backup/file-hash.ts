import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';

/**
 * What the worker runs: it hashes the file up to where it is told, and answers once it is told that this is all. It is
 * text, not a file of its own, because a worker's file must be found by path, which bundlers and test runners that
 * compile on the way do not promise.
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

/** Below this many bytes a thread costs more than it saves, and too little is hashed to know. */
const threadFrom = 8 * 1024 * 1024;
/** How often the thread is told to go on: not for every chunk. */
const stepBytes = 1024 * 1024;
/** Smaller chunks tell more of the call than of the processor. */
const fairSample = 16 * 1024;
/** A processor with instructions for SHA-256 takes about half of it, one without two to three times as long. */
const slowMsPerMegabyte = 1;

/**
 * SHA-256 of a file that is being written or sent, taken from the chunks as they pass. Where the processor is slow at
 * it, it would hold the transfer up: a thread of its own then hashes the file from its start and keeps up with it. To
 * read the file again costs more than it saves where the processor is fast.
 */
export class FileHash {
  readonly #path: string;
  readonly #slowMsPerMegabyte: number;
  readonly #hash = createHash('sha256');
  #hashedBytes = 0;
  /** Of the fastest chunk: the others may have been held up by something else. */
  #msPerMegabyte: number | undefined;
  #worker: Worker | undefined;
  #result: Promise<string> | undefined;
  #told = 0;

  /** `slowMs` is how many milliseconds for a megabyte are too many for the thread that transfers. */
  constructor(path: string, slowMs: number = slowMsPerMegabyte) {
    this.#path = path;
    this.#slowMsPerMegabyte = slowMs;
  }

  /** The next bytes of the file; they need not be in place yet. */
  update(chunk: Uint8Array): void {
    if (this.#worker !== undefined) return;
    const startMs = performance.now();
    this.#hash.update(chunk);
    this.#hashedBytes += chunk.length;
    if (chunk.length < fairSample) return;
    const msPerMegabyte = ((performance.now() - startMs) * 1e6) / chunk.length;
    this.#msPerMegabyte = Math.min(this.#msPerMegabyte ?? msPerMegabyte, msPerMegabyte);
  }

  /** The first `bytes` of the file are in place. */
  advance(bytes: number): void {
    if (this.#worker === undefined && !this.#isSlow()) return;
    if (bytes - this.#told >= stepBytes) void this.#tell(bytes, false);
  }

  /** The digest of the file, which has `bytes`, all of them in place, in hexadecimal. */
  async finish(bytes: number): Promise<string> {
    return this.#worker === undefined ? this.#hash.digest('hex') : this.#tell(bytes, true);
  }

  /** Ends the thread; `finish` then never answers. */
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
  // A transfer that fails for another reason stops before it looks here.
  result.catch(() => undefined);
  return result;
}
