import { type FileHandle, open } from 'node:fs/promises';
import { assertEnd } from './archive-end.js';
import { FileHash } from './file-hash.js';
import { S2Frames } from './s2-frames.js';
import type { FileDigest } from './stream-manifest.js';

/**
 * Writes the chunks of a snapshot to a file in the order of their arrival, and follows the digest and the frames.
 * Chunks wait in memory while the disk is busy. `backlogBytes` gives their size, so that the flow control can keep it
 * small.
 */
export class ChunkWriter {
  readonly #file: FileHandle;
  readonly #hash: FileHash;
  readonly #frames = new S2Frames();
  #queue: Uint8Array[] = [];
  #writing: Promise<void> | undefined;
  #bytes = 0;
  #backlog = 0;
  #failure: unknown;

  private constructor(file: FileHandle, hash: FileHash) {
    this.#file = file;
    this.#hash = hash;
  }

  static async create(path: string): Promise<ChunkWriter> {
    return new ChunkWriter(await open(path, 'w+', 0o600), new FileHash(path));
  }

  /** Bytes received so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes of decompressed content so far. */
  get contentBytes(): number {
    return this.#frames.contentBytes;
  }

  /** Bytes that are received but not written yet. */
  get backlogBytes(): number {
    return this.#backlog;
  }

  /** Adds a chunk. `onWritten` is called after each round of writing. The next call throws an error of the writing. */
  push(chunk: Uint8Array, onWritten: (error?: unknown) => void): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#bytes += chunk.length;
    this.#backlog += chunk.length;
    this.#frames.push(chunk);
    this.#queue.push(chunk);
    this.#writing ??= this.#drain(onWritten);
  }

  /** Writes the rest, checks that the archive is complete, syncs it to disk, and returns its digest. */
  async finish(): Promise<FileDigest> {
    await this.#writing;
    if (this.#failure !== undefined) throw this.#failure;
    await assertEnd(this.#file, this.#frames);
    const [sha256] = await Promise.all([this.#hash.finish(this.#bytes), this.#file.sync()]);
    return { bytes: this.#bytes, sha256 };
  }

  /** Closes the file. Call it after a failure as well. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#hash.stop();
    await this.#file.close();
  }

  async #drain(onWritten: (error?: unknown) => void): Promise<void> {
    try {
      while (this.#queue.length > 0) {
        const batch = this.#queue;
        this.#queue = [];
        const written = writeAll(this.#file, batch);
        for (const chunk of batch) this.#hash.update(chunk); // while the disk writes
        await written;
        this.#backlog -= batch.reduce((sum, chunk) => sum + chunk.length, 0);
        this.#hash.advance(this.#bytes - this.#backlog);
        onWritten();
      }
    } catch (error) {
      this.#failure = error;
      onWritten(error);
    } finally {
      this.#writing = undefined;
    }
  }
}

/** `writev` may write fewer bytes than it gets. */
async function writeAll(file: FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  const total = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const { bytesWritten } = await file.writev([...chunks]);
  if (bytesWritten === total) return;
  let rest = Buffer.concat(chunks).subarray(bytesWritten);
  while (rest.length > 0) {
    const written = await file.write(rest);
    rest = rest.subarray(written.bytesWritten);
  }
}
