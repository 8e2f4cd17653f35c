import { z } from 'zod';
import { sampleInput } from './sample-input.js';

const Order = z.object({
  item: z.string().min(1),
  count: z.int().positive(),
  urgent: z.boolean(),
  size: z.enum(['small', 'large']),
  kind: z.literal('order'),
  tags: z.array(z.string()),
  lines: z.array(z.object({ id: z.string() })).min(1),
  address: z.object({ street: z.string() }),
  from: z.union([z.string(), z.number()]),
  currency: z.string().default('EUR'),
  note: z.string().optional(),
});

describe('sampleInput', () => {
  it('gives what is required, each text as its own name', () => {
    expect(sampleInput(z.toJSONSchema(Order, { io: 'input' }))).toEqual({
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
    ['a record', z.record(z.string(), z.number()), {}],
    ['an array', z.array(z.string()), []],
    ['a text', z.string(), 'text'],
    ['a number from a limit on', z.number().min(18), 18],
    ['a number above a limit', z.number().gt(0), 1],
    ['anything', z.unknown(), {}],
    ['a default', z.number().default(7), 7],
    ['what may be null', z.string().nullable(), 'text'],
  ])('knows %s', (_what, schema, expected) => {
    expect(sampleInput(z.toJSONSchema(schema, { io: 'input' }))).toEqual(expected);
  });
});
