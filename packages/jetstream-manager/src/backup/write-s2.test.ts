import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { readContent } from '../archive/read-content.js';
import { S2Frames } from './s2-frames.js';
import { crc32c, writeS2 } from './write-s2.js';

it.each([
  ['', 0],
  ['123456789', 0xe306_9283],
  ['The quick brown fox jumps over the lazy dog', 0x2262_0404],
])('has the checksum of %j that everybody has', (text, expected) => {
  expect(crc32c(Buffer.from(text))).toBe(expected);
});

it('has the same checksum however many bytes are left behind the last four, and wherever they lie in their buffer', () => {
  const table = Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0x82f6_3b78 : 0);
    return value >>> 0;
  });
  const byteByByte = (bytes: Uint8Array): number =>
    (bytes.reduce((sum, byte) => (table[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8), 0xffff_ffff) ^ 0xffff_ffff) >>> 0;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(20), (bytes, from) => {
      const part = bytes.subarray(from);
      expect(crc32c(part)).toBe(byteByByte(part));
    }),
  );
});

it('writes what readers of S2 read', async () => {
  const parts = [Buffer.alloc(2_500_000, 'a'), Buffer.from('b'), Buffer.alloc(10, 'c')];
  const source = async function* () {
    yield* parts;
  };
  const frames = new S2Frames();
  const written: Uint8Array[] = [];
  for await (const part of writeS2(source())) {
    frames.push(part);
    written.push(part);
  }
  expect([frames.isAtEnd, frames.contentBytes]).toEqual([true, 2_500_011]);
  const folder = await mkdtemp(join(tmpdir(), 's2-'));
  const path = join(folder, 'content.s2');
  await writeFile(path, written);
  const read: Uint8Array[] = [];
  for await (const part of readContent(path)) read.push(part);
  expect(Buffer.concat(read).equals(Buffer.concat(parts))).toBe(true);
  await rm(folder, { recursive: true });
});
