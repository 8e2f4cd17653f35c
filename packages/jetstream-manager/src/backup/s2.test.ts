import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { assertArchiveWhole, holdsNatsArchive } from './archive-end.js';
import { decodeS2Block } from './s2-block.js';
import { S2Frames } from './s2-frames.js';

const corrupt = expect.objectContaining({ code: 'BACKUP_CORRUPT' });

const identifier = Buffer.from([0xff, 6, 0, 0, ...Buffer.from('S2sTwO')]);
/** A frame with uncompressed content. These tests do not read its checksum. */
const frame = (content: Uint8Array, type = 1): Buffer => {
  const header = Buffer.alloc(8);
  header[0] = type;
  header.writeUIntLE(content.length + 4, 1, 3);
  return Buffer.concat([header, content]);
};
/** A frame with a compressed block: the content's length, then one literal. */
const packed = (content: Uint8Array): Buffer =>
  frame(Buffer.concat([uvarint(content.length), Buffer.from([61 << 2, ...uint16(content.length - 1)]), content]), 0);
const uint16 = (value: number): number[] => [value & 0xff, value >> 8];
function uvarint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 0x80);
  }
}

describe('S2Frames', () => {
  const contents = fc.array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.boolean()), { minLength: 1 });

  it('counts the content however the stream is cut into chunks', () => {
    fc.assert(
      fc.property(contents, fc.integer({ min: 1, max: 50 }), (pieces, size) => {
        const frames = pieces.map(([content, isPacked]) => (isPacked ? packed(content) : frame(content)));
        const stream = Buffer.concat([identifier, ...frames]);
        const walker = new S2Frames();
        for (let at = 0; at < stream.length; at += size) walker.push(stream.subarray(at, at + size));
        expect(walker.isAtEnd).toBe(true);
        expect(walker.contentBytes).toBe(pieces.reduce((sum, [content]) => sum + content.length, 0));
        const last = walker.lastFrames.at(-1);
        expect((last?.offset ?? 0) + (last?.length ?? 0)).toBe(stream.length);
      }),
    );
  });

  it('is not at the end anywhere within a frame', () => {
    const stream = Buffer.concat([identifier, frame(Buffer.from('hello'))]);
    for (let length = 0; length < stream.length; length += 1) {
      const walker = new S2Frames();
      walker.push(stream.subarray(0, length));
      expect(walker.isAtEnd).toBe(length === identifier.length);
    }
  });

  it.each([
    ['no identifier first', frame(Buffer.from('x'))],
    ['an unknown frame', Buffer.concat([identifier, Buffer.from([2, 4, 0, 0, 1, 1, 1, 1])])],
    ['a data frame without a checksum', Buffer.concat([identifier, Buffer.from([1, 2, 0, 0, 1, 1])])],
    ['a tar archive', Buffer.from('a name'.padEnd(512, '\0'))],
  ])('refuses %s', (_, stream) => {
    expect(() => new S2Frames().push(stream)).toThrow(corrupt);
  });
});

describe('decodeS2Block', () => {
  it.each([
    ['a literal', [5, 4 << 2, ...Buffer.from('hello')], 'hello'],
    ['a copy', [8, 1 << 2, ...Buffer.from('ab'), ((6 - 4) << 2) | 1, 2], 'abababab'],
    ['a copy with two bytes of offset', [6, 2 << 2, ...Buffer.from('abc'), ((3 - 1) << 2) | 2, 3, 0], 'abcabc'],
    ['a copy with four bytes of offset', [6, 2 << 2, ...Buffer.from('abc'), ((3 - 1) << 2) | 3, 3, 0, 0, 0], 'abcabc'],
    ['a repeat', [11, 2 << 2, ...Buffer.from('abc'), ((4 - 4) << 2) | 1, 3, (0 << 2) | 1, 0], 'abcabcabcab'],
    ['a long repeat', [20, 0, ...Buffer.from('a'), (0 << 2) | 1, 1, (5 << 2) | 1, 0, 15 - 8], 'a'.repeat(20)],
  ])('unpacks %s', (_, bytes, text) => {
    expect(Buffer.from(decodeS2Block(Buffer.from(bytes))).toString()).toBe(text);
  });

  it.each([
    ['a literal beyond the end', [5, 4 << 2, 1]],
    ['a copy from before the start', [5, 1, 9]],
    ['less than it says', [9, 0, 1]],
    ['more than it says', [1, 4 << 2, 1, 2, 3, 4, 5]],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeS2Block(Buffer.from(bytes))).toThrow(corrupt);
  });
});

describe('assertArchiveWhole', () => {
  let path: string;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 's2-'));
    path = join(directory, 'stream.tar.s2');
  });
  afterAll(() => rm(directory, { recursive: true }));

  const tar = Buffer.from('file'.padEnd(1024, 'x'));
  const check = async (...frames: readonly Uint8Array[]) => {
    await writeFile(path, Buffer.concat([identifier, ...frames]));
    return assertArchiveWhole(path);
  };

  it('takes a tar archive with its end, packed or not, in one frame or two', async () => {
    expect(await check(frame(Buffer.concat([tar, Buffer.alloc(1024)])))).toBe(2048);
    expect(await check(packed(tar), packed(Buffer.alloc(1024)))).toBe(2048);
    expect(await check(frame(Buffer.concat([tar, Buffer.alloc(500)])), frame(Buffer.alloc(524)))).toBe(2048);
  });

  it('refuses a tar archive that was cut between two frames', async () => {
    await expect(check(frame(tar))).rejects.toThrow(corrupt);
    await expect(check(frame(tar), frame(Buffer.alloc(512)))).rejects.toThrow(corrupt);
    await expect(check()).rejects.toThrow(corrupt);
  });

  it('takes the archive of newer servers, which has no end mark', async () => {
    expect(await check(packed(Buffer.from('NATSARC1 and entries')))).toBe(20);
    expect(await holdsNatsArchive(path)).toBe(true);
    await check(packed(Buffer.concat([tar, Buffer.alloc(1024)])));
    expect(await holdsNatsArchive(path)).toBe(false);
  });
});
