import { formatLogLine } from './format-log-line.js';

const line = (fields: object): string =>
  JSON.stringify({ timestamp: '2026-02-03T04:05:06.007Z', level: 'info', ...fields });
const time = /^\d\d:\d\d:06\.007/;

describe('formatLogLine', () => {
  it.each([
    ['the message', { extension: 'greeter', message: 'live' }, ' INFO  [greeter] live'],
    ['a level', { level: 'error', message: 'no luck' }, ' ERROR no luck'],
    [
      'fields',
      { message: 'done', tookMs: 3, who: 'Ada', what: 'two words' },
      ' INFO  done tookMs=3 who=Ada what="two words"',
    ],
    ['nested fields', { message: 'done', at: { x: 1 } }, ' INFO  done at={"x":1}'],
    ['an empty message', { message: '' }, ' INFO '],
    [
      'a stack',
      { message: 'bad', err: { type: 'E', stack: 'Error: no\n    at here' } },
      ' INFO  bad\n    Error: no\n        at here',
    ],
    ['an error without a stack', { message: 'bad', err: { message: 'no' } }, ' INFO  bad\n    no'],
    ['an error that is text', { message: 'bad', err: 'no' }, " INFO  bad\n    'no'"],
  ])('shows %s', (_what, fields, expected) => {
    const text = formatLogLine(line(fields), { hasColors: false });
    expect(text).toMatch(time);
    expect(text.replace(time, '')).toBe(expected);
  });

  it.each(['plain text', '', '{', '{"level":"info"}', '[1]', 'null', '{"timestamp":1,"level":2,"message":3}'])(
    'leaves %j as it is',
    (text) => {
      expect(formatLogLine(text, { hasColors: true })).toBe(text);
    },
  );

  it('paints the level, and nothing without colours', () => {
    expect(formatLogLine(line({ message: 'x' }), { hasColors: true })).toContain('\u001B[32mINFO \u001B[0m');
    expect(formatLogLine(line({ message: 'x' }), { hasColors: false })).not.toContain('\u001B');
  });

  it('puts a label first, before lines of every kind', () => {
    expect(formatLogLine('hello', { hasColors: false, label: '#2' })).toBe('#2 hello');
    expect(formatLogLine(line({ message: 'x' }), { hasColors: false, label: '#2' })).toMatch(/^#2 \d\d:/);
  });
});
