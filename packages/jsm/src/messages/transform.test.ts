import { formatLine, type MessageLine, parseLine } from './line.js';
import { createTransform } from './transform.js';

const message: MessageLine = {
  subject: 'orders.1',
  headers: { kind: ['new'] },
  data: Buffer.from('{"id": 9007199254740993, "total":5}'),
  seq: 7,
  time: '2026-01-31T12:00:00Z',
};

const transform = async (expression: string, given = message) => (await createTransform(expression))(given);

describe('createTransform', () => {
  it.each([
    ['false', undefined],
    ['json.total > 5', undefined],
    ['none', undefined],
    ['json.total = 5', message],
    ['{"subject": "copy." & subject}', { ...message, subject: 'copy.orders.1' }],
    ['{"headers": {"a": "b", "c": ["d", "e"]}}', { ...message, headers: { a: ['b'], c: ['d', 'e'] } }],
    ['{"data": "x" & seq}', { ...message, data: Buffer.from('x7') }],
    ['{"json": {"total": json.total * 2}}', { ...message, data: Buffer.from('{"total":10}') }],
    ['{"base64": "AAE="}', { ...message, data: Buffer.from([0, 1]) }],
  ])('makes of a message by %s', async (expression, expected) => {
    expect(await transform(expression)).toEqual(expected);
  });

  it('leaves bytes as they are where the content is not changed, long numbers too', async () => {
    expect((await transform('{"subject": "x", "json": json}'))?.data).toBe(message.data);
  });

  it('shows bytes that are not text in base64', async () => {
    const binary = { ...message, data: Uint8Array.of(255, 0) };
    expect(await transform('base64 = "/wA="', binary)).toBe(binary);
  });

  it.each([
    ['(', /the expression is wrong/],
    ['"text"', /neither an object nor true or false/],
    ['{"subject": 5}', /no subject/],
    ['$error("no")', /the expression fails: no/],
  ])('refuses %s', async (expression, reason) => {
    await expect(transform(expression)).rejects.toThrow(reason);
  });
});

describe('an expression without end', () => {
  it.each([
    ['a loop', '($f := function($x) { $f($x + 1) }; $f(0))'],
    ['a recursion', '($f := function($x) { 1 + $f($x + 1) }; $f(0))'],
  ])('fails: %s', async (_, expression) => {
    const endless = await createTransform(expression, 50);
    await expect(endless(message)).rejects.toThrow('the expression fails');
  });
});

describe('parseLine', () => {
  it.each([
    message,
    { ...message, data: Uint8Array.of(255, 0) },
    { subject: 'a', headers: {}, data: new Uint8Array() },
  ])('reads what formatLine wrote', (line) => {
    const read = parseLine(formatLine(line));
    expect({ ...read, data: [...read.data] }).toEqual({ ...line, data: [...line.data] });
  });

  it.each([
    ['x', /not JSON/],
    ['[]', /not an object/],
    ['{"data":"x"}', /no subject/],
    ['{"subject":"a..b"}', /its subject "a\.\.b" is not valid/],
    ['{"subject":"a b"}', /its subject "a b" is not valid/],
    ['{"subject":"a.\\r\\nPUB x 1"}', /is not valid/],
    ['{"subject":"a","headers":{"n":1}}', /header n is not a text/],
  ])('refuses %s', (text, reason) => {
    expect(() => parseLine(text)).toThrow(reason);
  });
});
