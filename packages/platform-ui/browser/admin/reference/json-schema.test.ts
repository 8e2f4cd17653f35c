import { describe, expect, it } from '@jest/globals';
import { exampleOf, resolveRef, typeWords } from './json-schema.js';

const document = {
  components: {
    schemas: {
      Item: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, note: { type: 'string' } } },
      Tree: { type: 'object', properties: { child: { $ref: '#/components/schemas/Tree' } } },
      Loop: { $ref: '#/components/schemas/Loop' },
      'a/b': { type: 'boolean' },
    },
  },
};
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe('resolveRef', () => {
  it.each([
    ['a~1b', { type: 'boolean' }],
    ['Nobody', {}],
    ['Loop', {}],
    ['toString', {}],
  ])('of %s is %j', (name, schema) => {
    expect(resolveRef(ref(name), document)).toEqual(schema);
  });
});

describe('typeWords', () => {
  it.each([
    [{ type: 'string' }, 'string'],
    [{ type: 'string', format: 'date-time' }, 'string (date-time)'],
    [{ type: 'array', items: ref('Item') }, 'list of object'],
    [{ type: ['string', 'null'] }, 'string or null'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string or null'],
    [{ enum: ['a'] }, 'one of'],
    [{}, 'any'],
  ])('of %j are %s', (schema, words) => {
    expect(typeWords(schema, document)).toBe(words);
  });
});

describe('exampleOf', () => {
  it.each([
    [ref('Item'), { name: '' }],
    [{ type: 'array', items: ref('Item') }, [{ name: '' }]],
    [{ type: 'integer', minimum: 3 }, 3],
    [{ oneOf: [{ const: 'x' }, { type: 'number' }] }, 'x'],
    [{ type: 'string', default: 'd' }, 'd'],
    [{ type: 'string', format: 'date' }, '2026-01-31'],
    [{ type: ['null', 'boolean'] }, false],
  ])('of %j is %j', (schema, value) => {
    expect(exampleOf(schema, document)).toEqual(value);
  });

  it('ends for a schema that holds itself', () => {
    expect(JSON.stringify(exampleOf(ref('Tree'), document)).length).toBeLessThan(200);
  });
});
