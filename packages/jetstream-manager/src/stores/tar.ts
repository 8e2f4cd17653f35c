import { JetStreamManagerError } from '../errors/manager-error.js';

/** A file in an archive. */
export interface ArchivedFile {
  readonly name: string;
  readonly bytes: number;
  readonly content: AsyncIterable<Uint8Array>;
}

const blockBytes = 512;

/** The files as a tar archive that every `tar` reads. Names may have up to 100 bytes. */
export async function* writeTar(files: Iterable<ArchivedFile>): AsyncGenerator<Uint8Array> {
  for (const { name, bytes, content } of files) {
    yield header(name, bytes);
    yield* content;
    yield Buffer.alloc(paddingOf(bytes));
  }
  yield Buffer.alloc(2 * blockBytes);
}

/**
 * Reads an archive that {@link writeTar} wrote, file by file. Read the content of each file to its end before you take
 * the next one. Throws `BACKUP_CORRUPT` if it is not such an archive or ends too early.
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<ArchivedFile> {
  const reader = new ByteReader(source);
  for (;;) {
    const block = await reader.take(blockBytes);
    if (isBlank(block)) return reader.expectBlank();
    const { name, bytes } = parseHeader(block);
    yield { name, bytes, content: reader.stream(bytes) };
    if (!isBlank(await reader.take(paddingOf(bytes)))) throw corrupt('there is something behind a file');
  }
}

const isBlank = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

const paddingOf = (bytes: number): number => (blockBytes - (bytes % blockBytes)) % blockBytes;

function header(name: string, bytes: number): Buffer {
  const block = Buffer.alloc(blockBytes);
  block.write(name, 0, 100);
  block.write('0000600\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  writeSize(block, bytes);
  block.write('00000000000\0', 136);
  block.write('        0', 148);
  block.write('ustar\u000000', 257);
  block.write(`${sumOf(block).toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** Eleven octal digits. From 8 GiB on, the number itself with the first bit set, as in GNU tar. */
function writeSize(block: Buffer, bytes: number): void {
  if (bytes < 8 ** 11) block.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
  else {
    block[124] = 0x80;
    block.writeBigUInt64BE(BigInt(bytes), 128);
  }
}

function parseHeader(block: Buffer): { readonly name: string; readonly bytes: number } {
  const text = (start: number, length: number) => block.toString('latin1', start, start + length).replace(/\0.*$/s, '');
  const bytes = block[124] === 0x80 ? Number(block.readBigUInt64BE(128)) : Number.parseInt(text(124, 12), 8);
  const name = text(0, 100);
  if (!Number.isSafeInteger(bytes) || bytes < 0 || !block.equals(header(name, bytes)))
    throw corrupt('a header is damaged');
  return { name, bytes };
}

const sumOf = (block: Buffer): number => block.reduce((sum, byte) => sum + byte, 0);

const corrupt = (what: string): JetStreamManagerError =>
  new JetStreamManagerError('BACKUP_CORRUPT', `the archive of the backup is not complete: ${what}`);

/** Reads bytes from chunks of any size. */
class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Reads exactly this many bytes. */
  async take(bytes: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const part of this.stream(bytes)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** Reads the rest. The end of an archive is filled with zeros, at least one more block. */
  async expectBlank(): Promise<void> {
    if (!isBlank(await this.take(blockBytes))) throw corrupt('there is something behind its end');
    for (;;) {
      if (!isBlank(this.#rest)) throw corrupt('there is something behind its end');
      const { value, done } = await this.#source.next();
      if (done === true) return;
      this.#rest = value;
    }
  }

  /** Reads this many bytes, part by part. */
  async *stream(bytes: number): AsyncGenerator<Uint8Array> {
    for (let left = bytes; left > 0; ) {
      if (this.#rest.length === 0) {
        const { value, done } = await this.#source.next();
        if (done === true) throw corrupt('it ends too early');
        this.#rest = value;
      }
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
}
