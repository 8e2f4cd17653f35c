/** Smallest size of a block. Only the last block of a content may be smaller. */
export const leastBlockBytes = 256 * 1024;
/** Largest size of a block. */
export const mostBlockBytes = 4 * 1024 * 1024;
/** A block ends where so many of the hash's highest bits are zero. This is true of about one byte in a million. */
const endBits = 20;
/** How many bytes the hash remembers: each byte shifts it by one of its 32 bits. */
const hashBytes = 32;

/**
 * One random number for each value of a byte. The numbers must never change, because other block ends would make every
 * block new.
 */
const gear = buildGear();

/**
 * Cuts a content into blocks. A rolling hash over the last 32 bytes decides where a block ends. An insertion, change or
 * deletion only changes the blocks around it.
 */
export async function* cutBlocks(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const block = Buffer.allocUnsafe(mostBlockBytes);
  const ends = new BlockEnds();
  let length = 0;
  for await (const part of content) {
    let from = 0;
    for (let end = ends.find(part, from, length); end !== undefined; end = ends.find(part, from, length)) {
      block.set(part.subarray(from, end), length);
      yield new Uint8Array(block.subarray(0, length + end - from));
      from = end;
      length = 0;
    }
    block.set(part.subarray(from), length);
    length += part.length - from;
  }
  if (length > 0) yield new Uint8Array(block.subarray(0, length));
}

/** Finds where blocks end. It keeps the hash from one part of the content to the next. */
class BlockEnds {
  #hash = 0;

  /**
   * @param from where the rest of the part begins
   * @param length bytes of the block that came before it
   * @returns the index behind the block's last byte, or `undefined` where the block does not end in this part
   */
  find(part: Uint8Array, from: number, length: number): number | undefined {
    const begin = from - length;
    const limit = Math.min(part.length, begin + mostBlockBytes);
    let hash = this.#hash;
    // Earlier bytes need no hash: at the first possible end, it has forgotten them.
    for (let at = Math.max(from, begin + leastBlockBytes - hashBytes); at < limit; at += 1) {
      hash = ((hash << 1) + (gear[part[at] ?? 0] ?? 0)) | 0;
      if (hash >>> (32 - endBits) === 0 && at + 1 - begin >= leastBlockBytes) {
        this.#hash = hash;
        return at + 1;
      }
    }
    this.#hash = hash;
    return limit === begin + mostBlockBytes ? limit : undefined;
  }
}

/** Uses its own generator (mulberry32), so that the numbers are the same everywhere. */
function buildGear(): Int32Array {
  let state = 0x4a53_4d31;
  return Int32Array.from({ length: 256 }, () => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), state | 1);
    const more = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61));
    return more ^ (more >>> 14);
  });
}
