import { isSymphonyError, type Schema } from '@symphony-ts/contract';
import { createValueCodec } from './value-codec.js';

/** A schema that answers later, by a thenable of its own. */
const later = (accepts: (value: unknown) => boolean): Schema =>
  ({
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value: unknown) => ({
        // oxlint-disable-next-line unicorn/no-thenable -- what a library may give instead of a promise
        then: (resolve: (result: unknown) => void) =>
          resolve(accepts(value) ? { value } : { issues: [{ message: 'is not accepted' }] }),
      }),
      jsonSchema: { input: () => ({}), output: () => ({}) },
    },
  }) as never;

describe(createValueCodec, () => {
  const codec = createValueCodec('items', { schema: later((value) => value === 'good') });

  it('waits for a schema that answers by a thenable', async () => {
    const bytes = await codec.encode('a', 'good');
    expect(new TextDecoder().decode(bytes)).toBe('"good"');
    expect(await codec.decode('a', bytes)).toBe('good');
  });

  it('refuses what such a schema refuses', async () => {
    const refused = await Promise.resolve(codec.encode('a', 'bad')).catch((error: unknown) => error);
    expect(isSymphonyError(refused, 'INVALID_VALUE')).toBe(true);
  });
});

describe('values that JSON would change', () => {
  const codec = createValueCodec('items', {});
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;

  it.each<[string, unknown, string]>([
    ['a Map', { tags: new Map([['a', 1]]) }, 'tags'],
    ['a Set', [new Set([1])], '0'],
    ['NaN', { price: { net: Number.NaN } }, 'price.net'],
    ['undefined in a list', { list: [1, undefined] }, 'list.1'],
    ['bytes', { photo: new Uint8Array(2) }, 'photo'],
    ['a bigint', { n: 1n }, 'n'],
    ['a cycle', cycle, 'self'],
  ])('are refused with their path: %s', async (_what, value, path) => {
    const refused = await Promise.resolve()
      .then(() => codec.encode('k', value))
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'INVALID_VALUE', params: { key: 'k', issues: [{ path }] } });
  });

  it('are not fields that are left out, or a Date', () => {
    const bytes = codec.encode('k', { a: undefined, at: new Date(0) });
    expect(bytes).toEqual(new TextEncoder().encode('{"at":"1970-01-01T00:00:00.000Z"}'));
  });
});
