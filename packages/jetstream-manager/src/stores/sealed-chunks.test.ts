import { createBackupKey, isSealed, openChunks, parseBackupKey, sealChunks } from './sealed-chunks.js';

const key = parseBackupKey(createBackupKey());

async function* chunked(data: Uint8Array, size: number) {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}

const collect = async (source: AsyncIterable<Uint8Array>) => {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
};

const seal = (data: Uint8Array) => collect(sealChunks(chunked(data, 10_000), key));
const KiB64 = 64 * 1024;

describe('openChunks', () => {
  it.each([0, 1, KiB64 - 1, KiB64, KiB64 + 1, 3 * KiB64, 200_000])('gives back %i bytes', async (size) => {
    const data = Buffer.alloc(size, 'secret');
    const sealed = await seal(data);
    expect(sealed.includes('secretsecret')).toBe(false);
    expect(isSealed(sealed)).toBe(true);
    for (const chunk of [7777, KiB64 + 16, 1_000_000]) {
      expect((await collect(openChunks(chunked(sealed, chunk), key))).equals(data)).toBe(true);
    }
  });

  const head = 40;
  const chunk = KiB64 + 16;
  it.each<[string, (sealed: Buffer) => Buffer]>([
    [
      'a changed byte',
      (sealed) => Buffer.concat([sealed.subarray(0, 100), Buffer.from([(sealed[100] ?? 0) ^ 1]), sealed.subarray(101)]),
    ],
    ['a last chunk that is cut off', (sealed) => sealed.subarray(0, head + 2 * chunk)],
    ['half a chunk', (sealed) => sealed.subarray(0, sealed.length - 5)],
    [
      'chunks that are swapped',
      (sealed) =>
        Buffer.concat([
          sealed.subarray(0, head),
          sealed.subarray(head + chunk, head + 2 * chunk),
          sealed.subarray(head, head + chunk),
          sealed.subarray(head + 2 * chunk),
        ]),
    ],
    ['a byte more', (sealed) => Buffer.concat([sealed, Buffer.from('x')])],
    ['another salt', (sealed) => Buffer.concat([sealed.subarray(0, 8), Buffer.alloc(32), sealed.subarray(40)])],
    ['nothing but its head', (sealed) => sealed.subarray(0, head)],
    ['nothing', () => Buffer.alloc(0)],
    ['no encryption', () => Buffer.alloc(1000)],
  ])('refuses %s', async (_what, damage) => {
    const damaged = damage(await seal(Buffer.alloc(150_000)));
    await expect(collect(openChunks(chunked(damaged, 9999), key))).rejects.toMatchObject({ code: 'BACKUP_CORRUPT' });
  });

  it('refuses another key', async () => {
    const sealed = await seal(Buffer.from('x'));
    const other = parseBackupKey(createBackupKey());
    await expect(collect(openChunks(chunked(sealed, 1000), other))).rejects.toThrow(/the key is wrong/);
  });
});

describe('parseBackupKey', () => {
  it.each(['', 'short', `${'A'.repeat(44)}=`, '!'.repeat(44)])('refuses %j', (text) => {
    expect(() => parseBackupKey(text)).toThrow(/INVALID_OPTIONS/);
  });
});
