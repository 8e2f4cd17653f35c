import * as fc from 'fast-check';
import { readRawMembers } from './raw-members.js';

describe('readRawMembers', () => {
  it('keeps the text of every member', () => {
    const text =
      '{ "config": {"max_age": 31536000123456789, "x": [1, {"y": ","}]} , "state":{"first_seq":9007199254740993},"n":1e3 }';
    expect([...readRawMembers(text, 'test')]).toEqual([
      ['config', '{"max_age": 31536000123456789, "x": [1, {"y": ","}]}'],
      ['state', '{"first_seq":9007199254740993}'],
      ['n', '1e3'],
    ]);
  });

  it('gives text that parses to what JSON.parse gives, for any object', () => {
    const anything = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(anything, fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const read = [...readRawMembers(text, 'test')].map(([key, raw]) => [key, JSON.parse(raw) as unknown]);
        expect(read).toEqual(Object.entries(JSON.parse(text) as object));
      }),
    );
  });

  it.each(['', '[]', '1', 'null', '{'])('refuses %j', (text) => {
    expect(() => readRawMembers(text, 'test')).toThrow(expect.objectContaining({ code: 'INVALID_REPLY' }));
  });
});
