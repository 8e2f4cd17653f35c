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

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0x82f6_3b78 : 0);
  return value >>> 0;
});

/** CRC-32C. Node does not provide it. */
export function crc32c(bytes: Uint8Array): number {
  let sum = 0xffff_ffff;
  for (const byte of bytes) sum = (table[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffff_ffff) >>> 0;
}
