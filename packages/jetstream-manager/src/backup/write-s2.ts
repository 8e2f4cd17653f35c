/** Bytes of content in one frame, the same as in nats-server. */
const frameBytes = 1024 * 1024;
const identifier = Buffer.from([0xff, 0x06, 0x00, 0x00, ...Buffer.from('S2sTwO')]);
const uncompressed = 0x01;
const checksumBytes = 4;

/**
 * Writes a content as an S2 stream that every S2 reader accepts. The frames contain the bytes as they are, without
 * compression.
 */
export async function* writeS2(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield identifier;
  for await (const part of content) {
    for (let at = 0; at < part.length; at += frameBytes) {
      const body = part.subarray(at, at + frameBytes);
      const header = Buffer.alloc(4 + checksumBytes);
      header[0] = uncompressed;
      header.writeUIntLE(body.length + checksumBytes, 1, 3);
      header.writeUInt32LE(masked(crc32c(body)), 4);
      yield header;
      yield body;
    }
  }
}

/** The format masks the checksum, because a checksum over data that contains checksums is weak. */
const masked = (sum: number): number => (((sum >>> 15) | (sum << 17)) + 0xa282_ead8) >>> 0;

/** The checksum of each byte, and of each byte with one, two and three zero bytes behind it. */
const tables = buildTables();

/** CRC-32C. Node does not provide it. It takes four bytes at a time ("slicing by four"). */
export function crc32c(bytes: Uint8Array): number {
  const [alone, beforeOne, beforeTwo, beforeThree] = tables;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let sum = 0xffff_ffff;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const four = sum ^ view.getUint32(at, true);
    sum =
      pick(beforeThree, four) ^ pick(beforeTwo, four >>> 8) ^ pick(beforeOne, four >>> 16) ^ pick(alone, four >>> 24);
  }
  for (; at < bytes.length; at += 1) sum = pick(alone, sum ^ view.getUint8(at)) ^ (sum >>> 8);
  return (sum ^ 0xffff_ffff) >>> 0;
}

/** The entry of a table for the lowest byte of a value. */
function pick(table: Int32Array, value: number): number {
  return table[value & 0xff] ?? 0;
}

function buildTables(): readonly [Int32Array, Int32Array, Int32Array, Int32Array] {
  const alone = Int32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0x82f6_3b78 : 0);
    return value;
  });
  const withZero = (table: Int32Array) => table.map((value) => pick(alone, value) ^ (value >>> 8));
  const beforeOne = withZero(alone);
  const beforeTwo = withZero(beforeOne);
  return [alone, beforeOne, beforeTwo, withZero(beforeTwo)];
}
