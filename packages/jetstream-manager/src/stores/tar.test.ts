import { readTar, writeTar } from './tar.js';

async function* once(data: Uint8Array, chunk = 1000) {
  for (let at = 0; at < data.length; at += chunk) yield data.subarray(at, at + chunk);
}

const collect = async (source: AsyncIterable<Uint8Array>) => {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
};

const contents = {
  'a.json': Buffer.from('{}'),
  empty: Buffer.alloc(0),
  block: Buffer.alloc(512, 1),
  large: Buffer.alloc(100_001, 'x'),
};
function flip(data: Buffer, at: number): Buffer {
  const changed = Buffer.from(data);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

const write = () =>
  collect(
    writeTar(Object.entries(contents).map(([name, data]) => ({ name, bytes: data.length, content: once(data) }))),
  );

describe('readTar', () => {
  it.each([1, 511, 512, 513, 65_536])('reads what writeTar wrote, in chunks of %i', async (chunk) => {
    const found: Record<string, Buffer> = {};
    for await (const { name, content } of readTar(once(await write(), chunk))) found[name] = await collect(content);
    expect(found).toEqual(contents);
  });

  it('reads sizes beyond 8 GiB', async () => {
    const bytes = 9 * 1024 ** 3;
    const start = writeTar([{ name: 'huge', bytes, content: once(Buffer.alloc(0)) }]);
    const { value } = await start.next();
    const first = await readTar(once(value ?? Buffer.alloc(0))).next();
    expect(first.value).toMatchObject({ name: 'huge', bytes });
  });

  it.each([
    ['cut off', (data: Buffer) => data.subarray(0, data.length - 2000)],
    ['with a damaged header', (data: Buffer) => Buffer.concat([Buffer.from('X'), data.subarray(1)])],
    ['of something else', () => Buffer.alloc(2000, 'z')],
    ['without its last block', (data: Buffer) => data.subarray(0, data.length - 512)],
    ['with a byte in the padding', (data: Buffer) => flip(data, 600)],
    ['with another byte in the checksum', (data: Buffer) => flip(data, 155)],
    ['with another mode', (data: Buffer) => flip(data, 103)],
    ['with a byte in its last block', (data: Buffer) => flip(data, data.length - 3)],
    ['with a byte behind its end', (data: Buffer) => Buffer.concat([data, Buffer.from('x')])],
  ])('refuses an archive %s', async (_what, damage) => {
    const read = async () => {
      for await (const { content } of readTar(once(damage(await write())))) await collect(content);
    };
    await expect(read()).rejects.toMatchObject({ code: 'BACKUP_CORRUPT' });
  });
});
