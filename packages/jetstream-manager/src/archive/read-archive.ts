import { JetStreamManagerError } from '../errors/manager-error.js';
import { readContent } from './read-content.js';

/** One entry of the archive format of nats-server 2.15: a message, or a file such as `state.json`. */
export interface ArchiveEntry {
  /** The subject of a message, or the name of a file. */
  readonly name: string;
  /** The sequence of a message; 0 for a file. */
  readonly sequence: bigint;
  /** When the message was stored, in nanoseconds since 1970. */
  readonly timestamp: bigint;
  /** The headers of a message in wire format; empty if there are none. */
  readonly headers: Uint8Array;
  readonly data: Uint8Array;
}

const magic = 'NATSARC1';

/**
 * Yields the entries of a snapshot in the format of nats-server 2.15, in their order. An entry of zeros ends the
 * archive, and is not yielded. Throws `BACKUP_CORRUPT` if the archive has no such end or has another format.
 */
export async function* readArchive(path: string): AsyncGenerator<ArchiveEntry, void, void> {
  const reader = new ContentReader(path);
  try {
    if (Buffer.from(await reader.bytes(magic.length)).toString('latin1') !== magic)
      throw reader.broken('it is not an archive');
    for (;;) {
      const entry = await readEntry(reader);
      if (entry === undefined) return;
      yield entry;
    }
  } finally {
    await reader.close();
  }
}

/** The next entry; `undefined` at the end of the archive. */
async function readEntry(reader: ContentReader): Promise<ArchiveEntry | undefined> {
  const nameLength = Number(await reader.uvarint());
  const timestamp = zigzag(await reader.uvarint());
  const sequence = await reader.uvarint();
  const headerLength = Number(await reader.uvarint());
  const dataLength = Number(await reader.uvarint());
  const name = Buffer.from(await reader.bytes(nameLength)).toString();
  if (name === '' && sequence === 0n && timestamp === 0n && headerLength + dataLength === 0) return undefined;
  const headers = await reader.bytes(headerLength);
  return { name, sequence, timestamp, headers, data: await reader.bytes(dataLength) };
}

/** Servers write signed numbers with the sign in the last bit. */
const zigzag = (value: bigint): bigint => (value >> 1n) ^ -(value & 1n);

/** Reads the content of a snapshot byte by byte, across frames. */
class ContentReader {
  readonly #path: string;
  readonly #frames: AsyncGenerator<Uint8Array, void, void>;
  #frame: Uint8Array = new Uint8Array(0);
  #position = 0;

  constructor(path: string) {
    this.#path = path;
    this.#frames = readContent(path);
  }

  async bytes(count: number): Promise<Uint8Array> {
    if (this.#frame.length - this.#position >= count) return this.#take(count);
    const parts: Uint8Array[] = [];
    for (let left = count; left > 0; ) {
      if (this.#position === this.#frame.length) await this.#nextFrame();
      const part = this.#take(Math.min(left, this.#frame.length - this.#position));
      parts.push(part);
      left -= part.length;
    }
    return Buffer.concat(parts);
  }

  async uvarint(): Promise<bigint> {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (this.#position === this.#frame.length) await this.#nextFrame();
      const byte = this.#frame[this.#position] ?? 0;
      this.#position += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw this.broken('a number in it is too long');
  }

  /** Closes the file. The file stays open while frames remain. */
  async close(): Promise<void> {
    await this.#frames.return();
  }

  broken(what: string): JetStreamManagerError {
    return new JetStreamManagerError('BACKUP_CORRUPT', `${this.#path}: ${what}`, { details: { path: this.#path } });
  }

  #take(count: number): Uint8Array {
    const part = this.#frame.subarray(this.#position, this.#position + count);
    this.#position += count;
    return part;
  }

  async #nextFrame(): Promise<void> {
    do {
      const { value, done } = await this.#frames.next();
      if (done) throw this.broken('it ends before its last entry');
      this.#frame = value;
      this.#position = 0;
    } while (this.#frame.length === 0);
  }
}
