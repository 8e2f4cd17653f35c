import { hasHeaderLine, isReadableHeader, MAX_HEADER_LINES, MAX_HEADER_NAME, readableLines } from './header-lines.js';

const block = (...lines: string[]): Uint8Array => Buffer.from(['NATS/1.0', ...lines, '', ''].join('\r\n'), 'latin1');
const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `h${i}: 1`);

describe('isReadableHeader', () => {
  it.each([
    ['no line', block()],
    ['a status', Buffer.from('NATS/1.0 503\r\n\r\n')],
    ['an ordinary line', block('traceparent: 00-ab-cd-01')],
    ['a value with a colon, and one that is empty', block('a: b:c', 'd:')],
    ['letters beyond ASCII in a value', block('a: \u00e9')],
    ['a line without a colon', block('no colon here')],
    ['as many lines as there may be', block(...many(MAX_HEADER_LINES - 2))],
    ['no end', Buffer.from('NATS/1.0\r\na: b')],
    ['nothing', new Uint8Array(0)],
  ])('is true for %s', (_, bytes) => {
    expect(isReadableHeader(bytes)).toBe(true);
  });

  it.each([
    ['a space in a name', block('bad name: 1')],
    ['a letter beyond ASCII in a name', block('n\u00e4me: 1')],
    ['a control character in a name', block('na\u0001me: 1')],
    ['a line feed in a value', block('a: b\nc')],
    ['a carriage return in a value', block('a: b\rc')],
    ['a line feed in a name', block('a\nb: c')],
    ['a name that has no end', block(`${'a'.repeat(MAX_HEADER_NAME + 1)}: 1`)],
    ['one bad line among good ones', block('a: 1', 'bad name: 1', 'b: 2')],
    ['more lines than there may be', block(...many(MAX_HEADER_LINES + 1))],
  ])('is false for %s', (_, bytes) => {
    expect(isReadableHeader(bytes)).toBe(false);
  });

  it('takes time that grows with the block alone', () => {
    const text = 'a\r'.repeat(500_000);
    const started = process.cpuUsage();
    isReadableHeader(Buffer.from(`NATS/1.0\r\n${text}\r\n\r\n`));
    expect(process.cpuUsage(started).user).toBeLessThan(500_000);
  });
});

describe('readableLines', () => {
  it('keeps what can be read, and the status', () => {
    const given = Buffer.from('NATS/1.0 200 OK\r\na: 1\r\nbad name: 1\r\nNats-Sequence: 7\r\n\r\n');
    expect(Buffer.from(readableLines(given)).toString()).toBe('NATS/1.0 200 OK\r\na: 1\r\nNats-Sequence: 7\r\n\r\n');
  });

  it('gives a block that can be read', () => {
    expect(isReadableHeader(readableLines(block(...many(2_000), 'a: b\nc')))).toBe(true);
  });
});

describe('hasHeaderLine', () => {
  it('finds a line by its exact name', () => {
    expect(hasHeaderLine(block('x: 1', 'Nats-Sequence: 7'), 'Nats-Sequence')).toBe(true);
    expect(hasHeaderLine(block('X-Nats-Sequence: 7', 'y: Nats-Sequence: 1'), 'Nats-Sequence')).toBe(false);
  });
});
