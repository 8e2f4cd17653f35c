import { createCipheriv, createHash } from 'node:crypto';
import { cutBlocks, leastBlockBytes, mostBlockBytes } from './cut-blocks.js';

/** Bytes without repetition, the same in each run. */
const noise = (bytes: number): Buffer =>
  createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(bytes));

async function cut(content: Uint8Array, partBytes = 100_000): Promise<readonly string[]> {
  const parts = async function* () {
    for (let at = 0; at < content.length; at += partBytes) yield content.subarray(at, at + partBytes);
  };
  const blocks: Uint8Array[] = [];
  for await (const block of cutBlocks(parts())) blocks.push(block);
  expect(Buffer.concat(blocks).equals(content)).toBe(true);
  for (const block of blocks.slice(0, -1)) expect(block.length).toBeGreaterThanOrEqual(leastBlockBytes);
  for (const block of blocks) expect(block.length).toBeLessThanOrEqual(mostBlockBytes);
  return blocks.map((block) => createHash('sha256').update(block).digest('hex'));
}

const content = noise(24 * 1024 * 1024);

it('cuts the same places whatever the parts in which the content comes', async () => {
  const blocks = await cut(content);
  expect(blocks.length).toBeGreaterThan(10);
  expect(await cut(content, 999_983)).toEqual(blocks);
  expect(await cut(content, content.length)).toEqual(blocks);
});

it.each([
  ['something is added behind it', Buffer.concat([content, noise(1000)])],
  ['something is put before it', Buffer.concat([noise(777), content])],
  ['something in the middle is gone', Buffer.concat([content.subarray(0, 9e6), content.subarray(9e6 + 5000)])],
])('leaves nearly all blocks as they are where %s', async (_, changed) => {
  const before = new Set(await cut(content));
  const fresh = (await cut(changed)).filter((block) => !before.has(block));
  expect(fresh.length).toBeLessThanOrEqual(3);
});

it('cuts what never says where, and nothing into nothing', async () => {
  expect(await cut(Buffer.alloc(9 * 1024 * 1024))).toHaveLength(3);
  expect(await cut(Buffer.alloc(0))).toEqual([]);
});
