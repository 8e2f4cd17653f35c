import * as fc from 'fast-check';
import { anyCharacter } from '../../../test/support/text-arbitraries.js';
import { decodeValue, encodeValue } from './wire-value.js';

const refuse = ({ path, message }: { path: string; message: string }): Error => new Error(`${path} ${message}`);
const bytesOf = (data: string | Uint8Array): Uint8Array =>
  typeof data === 'string' ? new TextEncoder().encode(data) : data;
const sent = (value: unknown): unknown => {
  const { data, contentType } = encodeValue(value, refuse);
  return decodeValue(bytesOf(data), contentType);
};

describe('encodeValue and decodeValue', () => {
  it.each([
    ['plain'],
    ['9007199254740993'],
    ['1e5'],
    ['true'],
    ['null'],
    ['"q"'],
    [''],
    ['{"a":1}'],
    ['\ufeffx'],
    ['\ud800'],
    ['a\r\nb\u0000'],
    [42],
    [null],
    [false],
    [[]],
    [undefined],
    [{ a: [1, 'x', null] }],
  ])('keep %j', (value) => {
    expect(sent(value)).toEqual(value);
  });

  it.each([['bytes'], ['17'], ['[1]'], [''], ['"q"']])('keep bytes that look like %j', (text) => {
    const bytes = new TextEncoder().encode(text);
    expect(sent(bytes)).toEqual(bytes);
  });

  it('keep whatever JSON and text hold', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string({ unit: anyCharacter }), fc.uint8Array()), (value) => {
        const expected: unknown =
          typeof value === 'object' && !(value instanceof Uint8Array) ? JSON.parse(JSON.stringify(value)) : value;
        expect(sent(value)).toEqual(Object.is(expected, -0) ? 0 : expected);
      }),
    );
  });

  it.each([
    ['', undefined],
    ['{"a":1}', { a: 1 }],
    ['text', 'text'],
    ['17', 17],
  ])('read %j of a sender without a content type by how it looks', (text, value) => {
    expect(decodeValue(bytesOf(text), undefined)).toEqual(value);
    expect(decodeValue(bytesOf(text), '')).toEqual(value);
  });

  it.each([
    ['17', 'text/csv', '17'],
    ['17', 'Application/JSON; charset=utf-8', 17],
    ['{"a":1}', 'application/problem+json', { a: 1 }],
  ])('read %j as %s', (text, contentType, value) => {
    expect(decodeValue(bytesOf(text), contentType)).toEqual(value);
  });

  it('give bytes for a type that is neither text nor JSON, and for text that is not UTF-8', () => {
    const bytes = new Uint8Array([0xff, 0x31]);
    expect(decodeValue(bytes, 'image/png')).toBe(bytes);
    expect(decodeValue(bytes, 'text/plain')).toBe(bytes);
    expect(decodeValue(bytes, undefined)).toBe(bytes);
  });

  it('refuse what would arrive changed, and name the place', () => {
    expect(() => encodeValue({ items: [new Map()] }, refuse)).toThrow('items.0 is a Map');
  });
});
