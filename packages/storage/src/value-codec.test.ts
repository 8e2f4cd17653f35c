import { isSymphonyError, type Schema, SymphonyError } from '@symphony-ts/contract';
import { createValueCodec } from './value-codec.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

type Verdict = { readonly value: unknown } | { readonly issues: readonly { readonly message: string }[] };

const schemaOf = (validate: (value: unknown) => unknown): Schema =>
  ({
    '~standard': {
      version: 1,
      vendor: 'test',
      validate,
      jsonSchema: { input: () => ({}), output: () => ({}) },
    },
  }) as never;

/** A schema for numbers that returns them doubled. */
const doubled = schemaOf(
  (value): Verdict => (typeof value === 'number' ? { value: value * 2 } : { issues: [{ message: 'is no number' }] }),
);

/** A schema that answers later, with its own thenable. */
const later = (accepts: (value: unknown) => boolean): Schema =>
  schemaOf((value) => ({
    // oxlint-disable-next-line unicorn/no-thenable -- what a library may give instead of a promise
    then: (resolve: (result: Verdict) => void) =>
      resolve(accepts(value) ? { value } : { issues: [{ message: 'is not accepted' }] }),
  }));

/** The error that `run` throws or rejects with. */
async function refusal(run: () => unknown): Promise<SymphonyError> {
  try {
    await run();
  } catch (error) {
    if (error instanceof SymphonyError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

const issue = (message: string, path = '') => ({
  code: 'INVALID_VALUE',
  params: { bucket: 'items', key: 'k', issues: [{ path, message }] },
});

describe(createValueCodec, () => {
  it('refuses raw together with a schema', async () => {
    expect(await refusal(() => createValueCodec('items', { raw: true, schema: doubled }))).toMatchObject({
      code: 'INVALID_BUCKET',
      params: { bucket: 'items', reason: 'raw and schema exclude each other' },
    });
  });

  it('takes raw: false beside a schema', () => {
    expect(createValueCodec('items', { raw: false, schema: doubled }).decode('k', utf8('2'))).toBe(4);
  });
});

describe('a raw codec', () => {
  const codec = createValueCodec('items', { raw: true });

  it('hands bytes on as they are, both ways', () => {
    const bytes = Uint8Array.of(0xff, 0);
    expect(codec.encode('k', bytes)).toBe(bytes);
    expect(codec.decode('k', bytes)).toBe(bytes);
  });

  it.each(['text', 1, null, [1], new ArrayBuffer(1)])('refuses %p', async (value) => {
    expect(await refusal(() => codec.encode('k', value as never))).toMatchObject(
      issue('the bucket is raw, so its values are Uint8Array'),
    );
  });
});

describe('a codec without a schema', () => {
  const codec = createValueCodec('items', {});

  it.each([[null], [0], ['grün'], [[1, { a: true }]], [{ a: { b: [] } }]])('keeps %j', (value) => {
    const bytes = codec.encode('k', value) as Uint8Array;
    expect(text(bytes)).toBe(JSON.stringify(value));
    expect(codec.decode('k', bytes)).toEqual(value);
  });

  it.each([
    [undefined, 'is undefined, which is not JSON'],
    [() => 1, 'is a function, which is not JSON'],
    [Symbol('s'), 'is a symbol, which is not JSON'],
  ])('refuses %p, which JSON leaves out', async (value, message) => {
    const error = await refusal(() => codec.encode('k', value));
    expect(error).toMatchObject(issue(message));
    expect(error.cause).toBeUndefined();
  });

  it('refuses what JSON cannot show, with its path', async () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const error = await refusal(() => codec.encode('k', circle));
    expect(error).toMatchObject(issue('contains itself', 'self'));
    expect(await refusal(() => codec.encode('k', 1n))).toMatchObject(
      issue('is a bigint, which is not JSON: send it as text'),
    );
  });

  it.each([
    ['half of a value', utf8('{"a":'), SyntaxError],
    ['nothing', new Uint8Array(), SyntaxError],
    ['bytes that are no text', Uint8Array.of(0x22, 0xff, 0x22), TypeError],
  ])('refuses %s where it reads', async (_what, bytes, reason) => {
    const error = await refusal(() => codec.decode('k', bytes));
    expect(error).toMatchObject(issue('what is stored is not JSON'));
    expect(String(error.cause)).toContain(reason.name);
  });
});

describe('a codec with a schema', () => {
  const codec = createValueCodec('items', { schema: doubled });

  it('stores what the schema gives, and reads through it again', () => {
    const bytes = codec.encode('k', 2) as Uint8Array;
    expect(text(bytes)).toBe('4');
    expect(codec.decode('k', bytes)).toBe(8);
  });

  it('refuses what the schema refuses, both ways, with its issues', async () => {
    const wrong = issue('is no number');
    expect(await refusal(() => codec.encode('k', 'two'))).toMatchObject(wrong);
    expect(await refusal(() => codec.decode('k', utf8('"two"')))).toMatchObject(wrong);
  });

  it('refuses what is not JSON before the schema sees it', async () => {
    expect(await refusal(() => codec.decode('k', utf8('two')))).toMatchObject(issue('what is stored is not JSON'));
  });

  it('waits for a schema that answers by a thenable', async () => {
    const patient = createValueCodec('items', { schema: later((value) => value === 'good') });
    const bytes = await patient.encode('a', 'good');
    expect(text(bytes)).toBe('"good"');
    expect(await patient.decode('a', bytes)).toBe('good');
    const refused = await Promise.resolve(patient.encode('a', 'bad')).catch((error: unknown) => error);
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
