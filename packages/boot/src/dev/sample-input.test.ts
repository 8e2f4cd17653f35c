import { sampleInput } from './sample-input.js';

const text = { type: 'string' };
const order = {
  type: 'object',
  properties: {
    item: { type: 'string', minLength: 1 },
    count: { type: 'integer', exclusiveMinimum: 0, maximum: 9 },
    urgent: { type: 'boolean' },
    size: { type: 'string', enum: ['small', 'large'] },
    kind: { type: 'string', const: 'order' },
    tags: { type: 'array', items: text },
    lines: { type: 'array', minItems: 1, items: { type: 'object', properties: { id: text }, required: ['id'] } },
    address: { type: 'object', properties: { street: text }, required: ['street'] },
    from: { anyOf: [text, { type: 'number' }] },
    note: text,
  },
  required: ['item', 'count', 'urgent', 'size', 'kind', 'tags', 'lines', 'address', 'from'],
};

describe('sampleInput', () => {
  it('gives what is required, each text as its own name', () => {
    expect(sampleInput(order)).toEqual({
      item: 'item',
      count: 1,
      urgent: true,
      size: 'small',
      kind: 'order',
      tags: [],
      lines: [{ id: 'id' }],
      address: { street: 'street' },
      from: 'from',
    });
  });

  it.each([
    ['a record', { type: 'object', additionalProperties: { type: 'number' } }, {}],
    ['an array', { type: 'array', items: text }, []],
    ['a text', text, 'text'],
    ['a number', { type: 'number' }, 1],
    ['a number from a limit on', { type: 'number', minimum: 18 }, 18],
    ['a number above a limit', { type: 'number', exclusiveMinimum: 1 }, 2],
    ['anything', {}, {}],
    ['a default', { type: 'number', default: 7 }, 7],
    ['an example', { type: 'string', examples: ['Ada'] }, 'Ada'],
    ['one of several types', { type: ['string', 'null'] }, 'text'],
    ['what is one of several', { oneOf: [{ const: null }, text] }, null],
  ])('knows %s', (_what, schema, expected) => {
    expect(sampleInput(schema)).toEqual(expected);
  });
});
