import { JetStreamManagerError } from '../errors/manager-error.js';

/**
 * Walks the frames of an S2 stream as it passes, without decompressing it. Format: github.com/klauspost/compress/s2,
 * which is Snappy's framing with larger blocks. Each frame is a type byte, three bytes of length, and its body; a data
 * frame's body is a checksum and either a block, which starts with the length of its content, or the content itself.
 */

/** A data frame, by its place in the stream. */
export interface DataFrame {
  readonly offset: number;
  /** Bytes of the whole frame with its header. */
  readonly length: number;
}

const headerLength = 4;
const checksumLength = 4;
const compressed = 0x00;
const uncompressed = 0x01;
const firstSkippable = 0x80;
const streamIdentifier = 0xff;
/** The bytes of a frame that must be read: header, checksum, and up to five bytes for the length of the content. */
const prefixLength = headerLength + checksumLength + 5;
/** How many data frames at the end are kept. */
const remembered = 2;

/** Follows an S2 stream chunk by chunk. `push` throws `BACKUP_CORRUPT` at the first invalid frame. */
export class S2Frames {
  /** Bytes of decompressed content so far. */
  contentBytes = 0;
  /** The last complete data frames. */
  readonly lastFrames: DataFrame[] = [];

  readonly #prefix = Buffer.alloc(prefixLength);
  #have = 0;
  #bodyLeft = 0;
  #offset = 0;
  #frames = 0;
  #current: DataFrame | undefined;

  /** Adds the next bytes of the stream. */
  push(chunk: Uint8Array): void {
    let position = 0;
    while (position < chunk.length) {
      position += this.#bodyLeft > 0 ? this.#skipBody(chunk.length - position) : this.#takePrefix(chunk, position);
    }
  }

  /** Whether the bytes so far end at the end of a frame. It is false before the first frame. */
  get isAtEnd(): boolean {
    return this.#frames > 0 && this.#have === 0 && this.#bodyLeft === 0;
  }

  #skipBody(available: number): number {
    const taken = Math.min(available, this.#bodyLeft);
    this.#bodyLeft -= taken;
    this.#offset += taken;
    if (this.#bodyLeft === 0) this.#finishFrame();
    return taken;
  }

  #takePrefix(chunk: Uint8Array, position: number): number {
    const wanted = this.#wantedPrefix();
    const taken = Math.min(chunk.length - position, wanted - this.#have);
    this.#prefix.set(chunk.subarray(position, position + taken), this.#have);
    this.#have += taken;
    this.#offset += taken;
    if (this.#have === this.#wantedPrefix()) this.#startFrame();
    return taken;
  }

  /** How many of the frame's first bytes are read: all of a short frame, and never more than its length. */
  #wantedPrefix(): number {
    if (this.#have < headerLength) return headerLength;
    return Math.min(prefixLength, headerLength + this.#bodyLength());
  }

  #bodyLength(): number {
    return this.#prefix.readUIntLE(1, 3);
  }

  #startFrame(): void {
    const type = this.#prefix[0] ?? 0;
    const length = this.#bodyLength();
    const start = this.#offset - this.#have;
    if (this.#frames === 0 && type !== streamIdentifier) throw corrupt('it does not start as an S2 stream', start);
    if (type === compressed || type === uncompressed) {
      if (length < checksumLength) throw corrupt(`a data frame of ${length} bytes`, start);
      this.contentBytes += type === compressed ? this.#contentLength() : length - checksumLength;
      this.#current = { offset: start, length: headerLength + length };
    } else if (type < firstSkippable) throw corrupt(`an unknown frame type ${type}`, start);
    this.#bodyLeft = headerLength + length - this.#have;
    this.#have = 0;
    if (this.#bodyLeft === 0) this.#finishFrame();
  }

  #finishFrame(): void {
    this.#frames += 1;
    if (this.#current === undefined) return;
    this.lastFrames.push(this.#current);
    if (this.lastFrames.length > remembered) this.lastFrames.shift();
    this.#current = undefined;
  }

  #contentLength(): number {
    return readUvarint(this.#prefix, headerLength + checksumLength).value;
  }
}

/** A variable-length integer at `offset`, and the offset after it. */
export function readUvarint(bytes: Uint8Array, offset: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = bytes[offset + index] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: offset + index + 1 };
  }
  throw corrupt('a block length of more than five bytes', offset);
}

function corrupt(what: string, offset: number): JetStreamManagerError {
  return new JetStreamManagerError('BACKUP_CORRUPT', `the snapshot is damaged at byte ${offset}: ${what}`, {
    details: { offset },
  });
}
