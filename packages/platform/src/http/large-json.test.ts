import { isLargeJson, mayHoldBody } from './large-json.js';

const filler = 'x'.repeat(70_000);
const bytes = (text: string) => Buffer.from(text);

describe('isLargeJson', () => {
  it.each([
    JSON.stringify({ filler }),
    ` \n${JSON.stringify({ filler }, undefined, 2)}\r\n`,
    JSON.stringify([filler]),
    JSON.stringify([[], filler]),
    JSON.stringify([-1, filler]),
    JSON.stringify([7, filler]),
    JSON.stringify([true, null, filler]),
  ])('knows JSON by its ends (%#)', (text) => {
    expect(isLargeJson(bytes(text))).toBe(true);
    expect(isLargeJson(bytes(text.slice(0, -10)))).toBe(false);
  });

  it.each([
    filler,
    `{${filler}}`,
    `[ x${filler}]`,
    `{"a": ${filler}`,
    `[1${filler}`,
    ' '.repeat(70_000),
    `"${filler}"`,
  ])('leaves what does not begin and end like an object or a list (%#)', (text) =>
    expect(isLargeJson(bytes(text))).toBe(false),
  );

  it('leaves what is small enough to be parsed', () => {
    expect(isLargeJson(bytes('{"a":1}'))).toBe(false);
    expect(isLargeJson(bytes(''))).toBe(false);
  });
});

describe('mayHoldBody', () => {
  it.each([
    ['{"body":1}', true],
    ['{"a":{"body":1}}', true],
    ['{"bodies":1}', false],
    ['', false],
  ])('%s: %s', (text, expected) => expect(mayHoldBody(bytes(text))).toBe(expected));
});
