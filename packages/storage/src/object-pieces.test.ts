import { objectPieces } from './object-pieces.js';
import type { ObjectData } from './object-store.js';

async function* stream(...pieces: readonly unknown[]): AsyncGenerator {
  yield* pieces;
}

/** A value from a program without type checks. */
const read = async (data: unknown): Promise<string> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of objectPieces({ bucket: 'files', name: 'a' }, data as ObjectData)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
};

describe(objectPieces, () => {
  it.each([
    ['bytes', Buffer.from('größe')],
    ['text', 'größe'],
    ['a file', new Blob(['grö', 'ße'])],
    ['a stream of bytes', stream(Buffer.from('grö'), new Uint8Array(), Buffer.from('ße'))],
    ['a stream of text, as of a file that is read with an encoding', stream('grö', '', 'ße')],
    ['a list of bytes', [Buffer.from('größe')]],
  ])('takes %s', async (_what, data) => {
    await expect(read(data)).resolves.toBe('größe');
  });

  it.each([
    ['nothing', undefined, 'it is undefined; give bytes, text, or a stream of them'],
    ['null', null, 'it is null; give bytes, text, or a stream of them'],
    ['a number', 5, 'it is a number; give bytes, text, or a stream of them'],
    ['an object', { a: 1 }, 'it is an Object; give bytes, text, or a stream of them'],
    ['an ArrayBuffer', new ArrayBuffer(1), 'it is an ArrayBuffer; give bytes, text, or a stream of them'],
    ['a list of numbers', [1, 2], 'a piece of it is a number, neither bytes nor text'],
    ['a stream of objects', stream('a', { b: 1 }), 'a piece of it is an Object, neither bytes nor text'],
  ])('refuses %s', async (_what, data, message) => {
    await expect(read(data)).rejects.toMatchObject({
      code: 'INVALID_VALUE',
      params: { bucket: 'files', key: 'a', issues: [{ path: '', message }] },
    });
  });
});
