import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReadAheadOptions, readAhead } from './read-ahead.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-ahead-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function* read(text: string, bytes: number, options: ReadAheadOptions): AsyncGenerator<Buffer, void, void> {
  const path = join(folder, 'file');
  await writeFile(path, text);
  const file = await open(path, 'r');
  try {
    yield* readAhead(file, bytes, options);
  } finally {
    await file.close();
  }
}

describe('readAhead', () => {
  it.each([
    ['', 0, []],
    ['abcdefgh', 8, ['abc', 'def', 'gh']],
    ['abcdef', 6, ['abc', 'def']],
    ['abcdef', 4, ['abc', 'd']],
    ['ab', 2, ['ab']],
  ])('gives %j, %d bytes of it, as %j', async (text, bytes, chunks) => {
    const seen: string[] = [];
    for await (const chunk of read(text, bytes, { chunkBytes: 3, inUse: 1 })) seen.push(chunk.toString());
    expect(seen).toEqual(chunks);
  });

  it.each([1, 2, 3, 9])('leaves alone the %d chunks that are in use', async (inUse) => {
    const given: Buffer[] = [];
    const text = 'abcdefghijklmnopqrst';
    for await (const chunk of read(text, text.length, { chunkBytes: 2, inUse })) {
      given.push(chunk);
      await new Promise((resolve) => setImmediate(resolve)); // the next one is being read
      const expected = Array.from({ length: given.length }, (_, index) => text.slice(2 * index, 2 * index + 2));
      expect(given.slice(-inUse).map(String)).toEqual(expected.slice(-inUse));
    }
    expect(new Set(given.map((chunk) => chunk.buffer)).size).toBe(Math.min(inUse + 1, 10));
  });

  it('says where a file ends too early', async () => {
    const all = async () => {
      for await (const _ of read('abcdefg', 9, { chunkBytes: 3, inUse: 1 }));
    };
    await expect(all()).rejects.toThrow(/BACKUP_CORRUPT.*byte 7/);
  });
});
