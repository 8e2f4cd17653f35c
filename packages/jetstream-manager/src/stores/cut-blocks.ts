/** Smallest size of a block. Only the last block of a content may be smaller. */
export const leastBlockBytes = 256 * 1024;
/** Largest size of a block. */
export const mostBlockBytes = 4 * 1024 * 1024;
/** A block ends where so many of the hash's highest bits are zero. This is true of about one byte in a million. */
const endBits = 20;

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
  let length = 0;
  let hash = 0;
  for await (const part of content) {
    let from = 0;
    for (let at = 0; at < part.length; at += 1) {
      hash = ((hash << 1) + (gear[part[at] ?? 0] ?? 0)) | 0;
      const size = length + at + 1 - from;
      const isEnd = size === mostBlockBytes || (size >= leastBlockBytes && hash >>> (32 - endBits) === 0);
      if (!isEnd) continue;
      block.set(part.subarray(from, at + 1), length);
      yield new Uint8Array(block.subarray(0, size));
      from = at + 1;
      length = 0;
    }
    block.set(part.subarray(from), length);
    length += part.length - from;
  }
  if (length > 0) yield new Uint8Array(block.subarray(0, length));
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
