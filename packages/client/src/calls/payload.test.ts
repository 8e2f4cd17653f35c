import * as fc from 'fast-check';
import { decodePayload, encodePayload } from './payload.js';

const sent = (value: unknown): unknown => {
  const { data, contentType } = encodePayload(value);
  return decodePayload(data, contentType);
};

describe('encodePayload and decodePayload', () => {
  it.each([
    ['an object', { a: [1, 'x', null] }],
    ['a number', 42],
    ['null', null],
    ['false', false],
    ['an empty list', []],
    ['nothing', undefined],
    ['text', 'no JSON'],
  ])('keep %s', (_what, value) => {
    expect(sent(value)).toEqual(value);
  });

  it('keep bytes that are not text', () => {
    const bytes = new Uint8Array([0xff, 0xfe, 0]);
    expect(sent(bytes)).toEqual(bytes);
  });

  it('keep whatever JSON holds', () => {
    fc.assert(
      fc.property(
        fc.jsonValue().filter((value) => typeof value !== 'string'),
        (value) => {
          expect(sent(value)).toEqual(JSON.parse(JSON.stringify(value)));
        },
      ),
    );
  });

  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a bigint', 1n],
  ])('refuse %s', (_what, value) => {
    expect(() => encodePayload(value)).toThrow('[INVALID_CONFIGURATION] payload');
  });

  it('refuse a circle', () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect(() => encodePayload(circle)).toThrow('[INVALID_CONFIGURATION] payload');
  });
});
