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
