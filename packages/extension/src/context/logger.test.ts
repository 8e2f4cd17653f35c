import fc from 'fast-check';
import { createLogger } from './logger.js';

type Fields = Record<string, unknown>;

function capture() {
  const lines: string[] = [];
  return { lines, logger: createLogger('notes', { destination: { write: (line) => void lines.push(line) }, env: {} }) };
}

/** The content and the length of a line. The length shows a name that is written twice. */
function read(line: string | undefined): { readonly said: unknown; readonly length: number } {
  const text = (line ?? '').replace(/"timestamp":"[^"]*",/, '');
  return { said: JSON.parse(text), length: text.length };
}

/** The line of a logger with the fields `bound`, after it has written `before` other lines. */
function lineOf(before: number, bound: Fields, fields: Fields | undefined) {
  const { lines, logger } = capture();
  const child = logger.child(bound);
  for (let count = 0; count < before; count += 1) child.info('before');
  child.warn('it', fields);
  return read(lines.at(-1));
}

describe('createLogger', () => {
  const name = fc.oneof(
    fc.constantFrom(
      'a',
      'err',
      'level',
      'timestamp',
      'message',
      'extension',
      'serializers',
      'formatters',
      'hasOwnProperty',
    ),
    fc.string({ maxLength: 4 }),
  );
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined));
  const fieldsOf = fc.dictionary(name, value, { maxKeys: 4 });

  it('writes a line alike whether it is the first of its logger, the second or the third', () => {
    fc.assert(
      fc.property(fieldsOf, fc.option(fieldsOf, { nil: undefined }), (bound, fields) => {
        const first = lineOf(0, bound, fields);
        expect([lineOf(1, bound, fields), lineOf(2, bound, fields)]).toEqual([first, first]);
      }),
    );
  });

  it.each<[string, Fields, Fields]>([
    ['a field that is bound', { a: 1 }, { a: 2 }],
    ["a name of pino's options", { serializers: 1, formatters: 2, customLevels: 3 }, { b: 4 }],
    ['a name of every line', {}, { level: 1, timestamp: 2, message: 3, extension: 4 }],
    ['an error', { requestId: 'r' }, { err: new TypeError('no') }],
    ['an error instead of fields', {}, new TypeError('no') as Error & Fields],
  ])('keeps %s in later lines', (_case, bound, fields) => {
    const first = lineOf(0, bound, fields);
    expect(first.said).toMatchObject({ level: 'warn', message: 'it' });
    expect(first.length).toBe(JSON.stringify(first.said).length + 1);
    expect(lineOf(3, bound, fields)).toEqual(first);
  });

  it('tells the time of each line', () => {
    jest.useFakeTimers({ now: 1_700_000_000_000 });
    try {
      const { lines, logger } = capture();
      for (const ms of [0, 0, 1, 0]) {
        jest.setSystemTime(1_700_000_000_000 + ms);
        logger.info('a line');
      }
      const times = lines.map((line) => (JSON.parse(line) as { timestamp: string }).timestamp);
      expect(times.map((time) => Date.parse(time) - 1_700_000_000_000)).toEqual([0, 0, 1, 0]);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('options of createLogger', () => {
  it('that do not exist are refused', () => {
    const misspelt = { levle: 'debug' };
    expect(() => createLogger('notes', misspelt as object)).toThrow("there is no option 'levle'");
  });
});
