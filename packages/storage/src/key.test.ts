import { array, assert, constant, constantFrom, integer, nat, oneof, property, string } from 'fast-check';
import {
  assertFilter,
  assertKey,
  assertStoredKey,
  filterCovers,
  isFilter,
  isKey,
  isStoredKey,
  MAX_KEY_LENGTH,
} from './key.js';

const part = string({
  unit: integer({ min: 0x21, max: 0x7e })
    .map((code) => String.fromCharCode(code))
    .filter((c) => !'.*>'.includes(c)),
  minLength: 1,
  maxLength: 12,
});
const key = array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('.'));
const pattern = array(oneof(part, constant('*')), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('.'));

/** The server's rule for literal subjects, in ASCII. */
const isSubject = (text: string): boolean =>
  text.split('.').every((token) => token !== '' && /^[\x21-\x7e]*$/.test(token) && !/[*>]/.test(token));

describe('isKey', () => {
  it('takes visible ASCII in parts joined by dots', () => {
    assert(property(key, (text) => isKey(text)));
  });

  it('takes what the server takes for a literal subject in ASCII, and nothing else', () => {
    assert(property(string({ unit: 'grapheme', maxLength: 20 }), (text) => isKey(text) === isSubject(text)));
    assert(
      property(
        string({ unit: constantFrom('a', '.', '*', '>', ' ', ':'), maxLength: 8 }),
        (text) => isKey(text) === isSubject(text),
      ),
    );
  });

  it('ends at the longest key', () => {
    expect(isKey('k'.repeat(MAX_KEY_LENGTH))).toBe(true);
    expect(isKey('k'.repeat(MAX_KEY_LENGTH + 1))).toBe(false);
  });

  it.each([undefined, null, 1, ['k']])('refuses %p, which is no text', (value) => {
    expect(isKey(value)).toBe(false);
    expect(() => assertKey('b', value)).toThrow(expect.objectContaining({ code: 'INVALID_KEY' }));
  });

  it('answers in time for hostile text', () => {
    expect(isKey(`${'a.'.repeat(500)}.`)).toBe(false);
  });
});

describe('isStoredKey', () => {
  it('takes every key', () => {
    assert(property(key, (text) => isStoredKey(text)));
  });

  it.each(['ü', 'straße.größe', '日本', '🎻', 'a\u00a0b', 'e\u0301'])(
    "takes '%s', as another client writes it",
    (text) => {
      expect(isStoredKey(text)).toBe(true);
      expect(isFilter(text)).toBe(true);
      expect(isFilter(`${text}.*.>`)).toBe(true);
      expect(isKey(text)).toBe(false);
    },
  );

  it.each(['', '.ü', 'ü.', 'ü..ü', 'ü b', 'ü*', 'ü.>', 'ü\n', 'ü\0', '\ud800', 'ü'.repeat(1025)])(
    "refuses '%s'",
    (text) => {
      expect(isStoredKey(text)).toBe(false);
      expect(() => assertStoredKey('b', text)).toThrow(expect.objectContaining({ code: 'INVALID_KEY' }));
    },
  );
});

describe('isFilter', () => {
  it('takes keys, patterns, and a tail', () => {
    assert(property(key, (text) => isFilter(text)));
    assert(property(pattern, (text) => isFilter(text) && isFilter(`${text}.>`)));
  });

  it.each(['', '.', 'a.', '.a', 'a..b', '>.a', 'a>', 'a*', 'a.>.b', 'a b'])("refuses '%s'", (text) => {
    expect(isFilter(text)).toBe(false);
    expect(() => assertFilter('b', text)).toThrow(expect.objectContaining({ code: 'INVALID_KEY' }));
  });
});

describe('filterCovers', () => {
  it.each([
    ['>', 'a', true],
    ['>', 'a.b', true],
    ['a.>', 'a.b.c', true],
    ['a.>', 'a', false],
    ['*', 'a', true],
    ['*', 'a.b', false],
    ['a.*.c', 'a.b.c', true],
    ['a.*.>', 'a.b', false],
    ['a.b', 'a.b', true],
    ['a.b', 'a.c', false],
  ])("'%s' against '%s' is %p", (filter, text, covers) => {
    expect(filterCovers(filter, text)).toBe(covers);
  });

  it('covers a key by itself, with any part replaced, and by its beginning', () => {
    assert(
      property(key, nat(), (text, index) => {
        const parts = text.split('.');
        const at = index % parts.length;
        const head = parts.slice(0, at);
        return (
          filterCovers(text, text) &&
          filterCovers(parts.with(at, '*').join('.'), text) &&
          filterCovers([...head, '>'].join('.'), text)
        );
      }),
    );
  });
});

describe('assertKey', () => {
  it.each([
    ['', 'empty'],
    ['a b', 'space'],
    ['a..b', 'empty part'],
    ['a.*', '\\* or >'],
    ['ü', 'beyond ASCII'],
    ['k'.repeat(2000), 'longer than 1024'],
  ])("says what is wrong with '%s'", (text, reason) => {
    expect(() => assertKey('items', text)).toThrow(new RegExp(`bucket 'items'.*${reason}`));
  });

  it('shows a key of several lines on one', () => {
    expect(() => assertKey('b', 'a\r\nlevel=error')).toThrow(
      expect.objectContaining({ message: expect.stringContaining(String.raw`key 'a\r\nlevel=error' of bucket 'b'`) }),
    );
  });
});
