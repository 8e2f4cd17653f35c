import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileHash } from './file-hash.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hash-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Every processor counts as fast with the first threshold, and as slow with the second. */
const processors = [
  ['on the way', Number.POSITIVE_INFINITY],
  ['in a thread', 0],
] as const;

describe.each(processors)('FileHash %s', (where, slowMs) => {
  it.each([0, 1, 1000, 8 * 1024 * 1024, 20_000_003])('gives the digest of %d bytes', async (size) => {
    const path = join(directory, `${where}-${size}`);
    const bytes = randomBytes(size);
    await writeFile(path, bytes);
    const hash = new FileHash(path, slowMs);
    for (let done = 0; done < size; done += 3_000_000) {
      hash.update(bytes.subarray(done, done + 3_000_000));
      hash.advance(Math.min(size, done + 3_000_000));
    }
    expect(await hash.finish(size)).toBe(createHash('sha256').update(bytes).digest('hex'));
    await hash.stop();
  });
});

describe('FileHash', () => {
  it('fails where the thread finds the file shorter than promised', async () => {
    const path = join(directory, 'short');
    await writeFile(path, 'short');
    const hash = new FileHash(path, 0);
    hash.update(randomBytes(10_000_000));
    hash.advance(10_000_000);
    await expect(hash.finish(10_000_000)).rejects.toThrow('shorter');
    await hash.stop();
  });
});
