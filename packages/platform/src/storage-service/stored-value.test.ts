import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { carryValue, storeValue } from './stored-value.js';

describe('carryValue', () => {
  it('gives back what storeValue stored', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(carryValue(storeValue({ value }))).toEqual({ value: JSON.parse(JSON.stringify(value)) });
      }),
    );
  });

  it('carries any bytes so that storeValue stores them again', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const again = storeValue(carryValue(bytes));
        const isJson = carryValue(bytes).encoding === undefined;
        expect(isJson ? carryValue(again) : Buffer.from(again)).toEqual(
          isJson ? carryValue(bytes) : Buffer.from(bytes),
        );
      }),
    );
  });
});

describe('storeValue', () => {
  it.each([{}, { value: 7, encoding: 'base64' as const }, { value: 'no base64!', encoding: 'base64' as const }])(
    'refuses %j',
    (given) => {
      expect(() => storeValue(given)).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
    },
  );
});
