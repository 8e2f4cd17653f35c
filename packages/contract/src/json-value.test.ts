import { Readable } from 'node:stream';
import { runInNewContext } from 'node:vm';
import { findNonJson } from './json-value.js';

class Price {
  readonly #cents = 5;
  toJSON(): unknown {
    return { cents: this.#cents };
  }
}
class Balance {
  readonly #cents = 5;
  get cents(): number {
    return this.#cents;
  }
}
class Savings extends Balance {}
class Tagged {
  readonly [Symbol.toStringTag] = 'Tagged';
}
const cycle: Record<string, unknown> = { a: {} };
cycle['a'] = { back: cycle };
function deep(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = { in: value };
  return value;
}
const shared = { a: 1 };
async function* rows(): AsyncGenerator<number> {
  yield 1;
}

describe(findNonJson, () => {
  it.each<[string, unknown, string, RegExp]>([
    ['a Map', { items: [{ tags: new Map([['a', 1]]) }] }, 'items.0.tags', /^is a Map,.*empty object$/],
    ['a Map of another realm', runInNewContext('({ a: new Map() })'), 'a', /^is a Map/],
    ['a Set', new Set([1]), '', /^is a Set/],
    ['NaN', { a: { b: Number.NaN } }, 'a.b', /^is NaN, which JSON turns into null$/],
    ['Infinity', [1, -Infinity], '1', /^is -Infinity/],
    ['undefined in a list', { list: [1, undefined] }, 'list.1', /^is undefined in a list/],
    ['a hole in a list', Object.assign([1], { length: 2 }), '1', /^is undefined in a list/],
    ['a function in a list', [() => 1], '0', /^is a function in a list/],
    ['a cycle', cycle, 'a.back', /^contains itself$/],
    ['a bigint', { id: 1n }, 'id', /^is a bigint/],
    ['bytes in an object', { file: new Uint8Array(2) }, 'file', /^is a Uint8Array/],
    ['a Buffer in an object', { file: Buffer.from('a') }, 'file', /^is a Uint8Array/],
    ['a promise that was not awaited', { rows: Promise.resolve([]) }, 'rows', /^is a Promise/],
    ['an Error', { error: new TypeError('a') }, 'error', /^is an Error/],
    ['query parameters', { query: new URLSearchParams('a=1') }, 'query', /^is a URLSearchParams,.*empty object$/],
    ['headers', { sent: new Headers({ a: '1' }) }, 'sent', /^is a Headers/],
    [
      'a stream of Node',
      { rows: Readable.from(['a']) },
      'rows',
      /^is a Readable, which JSON cannot wait for: send its/,
    ],
    ['a stream of the web', new Blob(['a']).stream(), '', /^is a ReadableStream, which JSON cannot wait for/],
    ['an async generator', [rows()], '0', /^is an AsyncGenerator, which JSON cannot wait for/],
    ['an async iterable', { [Symbol.asyncIterator]: rows }, '', /^is a stream, which JSON cannot wait for/],
    ['what only getters show', { of: new Balance() }, 'of', /^is a Balance,.* empty object: give it a toJSON$/],
    ['what inherited getters show', new Savings(), '', /^is a Savings, which JSON turns into an empty object/],
    ['a file', new Blob(['a']), '', /^is a Blob/],
    ['a generator', { rows: [1].values() }, 'rows', /^is an Array Iterator/],
    ['an ArrayBuffer', new ArrayBuffer(1), '', /^is an ArrayBuffer, which is not JSON: send bytes/],
    ['NaN in a Number object', [Object(Number.NaN)], '0', /^is NaN/],
    ['a bigint in an object of its own', Object(1n), '', /^is a bigint/],
    ['what is nested too deep', deep(5_000), '', /^is nested more than 1000 levels deep$/],
    ['an invalid Date', { at: new Date('no') }, 'at', /^is an invalid Date/],
    ['what a toJSON gives', { a: { toJSON: () => new Map() } }, 'a', /^is a Map/],
    ['a function', () => 1, '', /^is a function/],
    ['a symbol', Symbol('a'), '', /^is a symbol/],
    ['nothing', undefined, '', /^is undefined/],
    ['a field of a class instance', Object.assign(new (class Row {})(), { n: Number.NaN }), 'n', /^is NaN/],
  ])('names the place of %s', (_what, value, path, message) => {
    const issue = findNonJson(value);
    expect(issue?.path).toBe(path);
    expect(issue?.message).toMatch(message);
  });

  it.each<[string, unknown]>([
    ['an object', { a: [1, 'x', null, true], b: {} }],
    ['fields that are omitted', { a: undefined, b: () => 1 }],
    ['a Date', { at: new Date(0) }],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 })],
    ['an instance with a toJSON', { price: new Price() }],
    ['an object that appears twice', [shared, shared]],
    ['an instance of an empty class', new (class Nothing {})()],
    ['an instance with fields beside its getters', Object.assign(new Balance(), { currency: 'EUR' })],
    ['a list of a class with getters', new (class Rows extends Array<number> {})()],
    ['an object with a symbol', { [Symbol('a')]: 1 }],
    ['a String object', Object('a')],
    ['an instance with a tag and fields', Object.assign(new Tagged(), { a: 1 })],
    ['a deep object', deep(500)],
    ['an object of another realm', runInNewContext('({ a: [1] })')],
  ])('takes %s', (_what, value) => {
    expect(findNonJson(value)).toBeUndefined();
  });

  it('takes a bigint where the program says what one is in JSON', () => {
    // oxlint-disable-next-line no-extend-native -- programs do this, and it is taken back below
    Object.defineProperty(BigInt.prototype, 'toJSON', { value: String, configurable: true });
    try {
      expect(findNonJson({ id: 1n })).toBeUndefined();
    } finally {
      Reflect.deleteProperty(BigInt.prototype, 'toJSON');
    }
  });
});
