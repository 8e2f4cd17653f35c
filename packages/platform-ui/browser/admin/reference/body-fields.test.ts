import { describe, expect, it } from '@jest/globals';
import { bodyFieldsOf, readBody, writtenOf } from './body-fields.js';

const document = { components: { schemas: { Kind: { type: 'string', enum: ['book', 'pen'] } } } };
const schema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string' },
    price: { type: 'number' },
    kind: { $ref: '#/components/schemas/Kind' },
    sold: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
  },
};
const fields = bodyFieldsOf(schema, document);

describe('bodyFieldsOf', () => {
  it('makes a field of each member', () => {
    expect(fields.map(({ name, kind, choices, isRequired }) => [name, kind, choices, isRequired])).toEqual([
      ['name', 'text', undefined, true],
      ['price', 'number', undefined, false],
      ['kind', 'text', ['"book"', '"pen"'], false],
      ['sold', 'json', ['true', 'false'], false],
      ['tags', 'json', undefined, false],
    ]);
  });

  it.each([[{ type: 'array' }], [{}], [{ oneOf: [{ type: 'object' }] }]])('makes none of %j', (other) => {
    expect(bodyFieldsOf(other, document)).toEqual([]);
  });
});

describe('readBody', () => {
  it.each([
    ['what is empty is left out, but not a text that there must be', {}, { name: '' }],
    [
      'each as what it is',
      { name: 'A book', price: '-1.5', kind: '"pen"', sold: 'true', tags: '["a"]' },
      { name: 'A book', price: -1.5, kind: 'pen', sold: true, tags: ['a'] },
    ],
    [
      'what is no number, and no JSON, as it is',
      { name: '7', price: 'much', tags: 'a, b' },
      { name: '7', price: 'much', tags: 'a, b' },
    ],
  ])('reads %s', (_what, written, body) => {
    expect(readBody(fields, written)).toEqual(body);
  });
});

describe('writtenOf', () => {
  it.each([
    ['{"name":"A book","price":2}', { name: 'A book', price: '2' }],
    ['{"kind":"pen","name":"7","tags":["a"]}', { kind: '"pen"', name: '7', tags: '["a"]' }],
    ['{"name":"a","other":1}', undefined],
    ['{"name":', undefined],
    ['[]', undefined],
    ['{"price":2}', undefined],
  ])('of %s is %j', (text, written) => {
    expect(writtenOf(fields, text)).toEqual(written);
  });
});
