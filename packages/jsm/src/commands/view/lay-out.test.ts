import { plain } from '../../view/look.js';
import { type Layout, layOut } from './lay-out.js';

const message = (seq: number, data: string | Uint8Array, header: readonly (readonly [string, string[]])[] = []) => ({
  seq,
  subject: 'a.b',
  timestamp: '2026-01-31T12:00:00Z',
  header,
  data: Buffer.from(data),
});
const layout: Layout = { stream: 'ORDERS', columns: 80, rows: 8, isRaw: false, isFromEnd: false, look: plain };
const three = [1, 2, 3].map((seq) => message(seq, `text ${seq}`));
const head = (seq: number) => `[${seq}] a.b  2026-01-31T12:00:00Z`;

describe('layOut', () => {
  it.each<[string, Partial<Layout>, readonly number[]]>([
    ['all that fit exactly', {}, [1, 3]],
    ['fewer where there is less room', { rows: 7 }, [1, 2]],
    ['the last of them from the end', { rows: 7, isFromEnd: true }, [2, 3]],
    ['one at least', { rows: 1 }, [1, 1]],
  ])('shows %s', (_what, change, [first, last]) => {
    expect(layOut(three, { ...layout, ...change }).shown).toEqual({ first, last });
  });

  it('keeps the order of the stream and a line between two messages', () => {
    expect(layOut(three, { ...layout, rows: 5, isFromEnd: true }).lines).toEqual([
      head(2),
      'text 2',
      '',
      head(3),
      'text 3',
    ]);
  });

  it('shows no message where there is none', () => {
    expect(layOut([], layout)).toEqual({ lines: [], shown: undefined, count: 0 });
  });

  it.each<[string, Uint8Array | string, boolean, readonly string[]]>([
    ['JSON on several lines', '{"a":1}', false, ['{', '  "a": 1', '}']],
    ['JSON as it is', '{"a":1}', true, ['{"a":1}']],
    ['bytes in hexadecimal', Uint8Array.of(0xff, 0x41), false, [`00000000  ff 41${' '.repeat(43)} .A`]],
    ['control characters as blanks', 'a\u001b[2Jb\u009bc', false, ['a [2Jb c']],
    ['control characters as blanks in what is not laid out', 'a\u001b[2Jb\r', true, ['a [2Jb ']],
  ])('shows %s', (_what, data, isRaw, lines) => {
    expect(layOut([message(1, data)], { ...layout, isRaw }).lines.slice(1)).toEqual(lines);
  });

  it('shows headers without control characters', () => {
    const { lines } = layOut([message(1, '', [['X', ['a\u001b]0;b', 'c']]])], layout);
    expect(lines.slice(1, 3)).toEqual(['  X: a ]0;b', '  X: c']);
  });

  it('cuts a message that is larger than the screen, and says where the rest is', () => {
    const { lines, count } = layOut([message(7, 'x\n'.repeat(100)), ...three], layout);
    expect([lines.length, count, lines.at(-1)]).toEqual([8, 1, '(more: jsm stream get ORDERS 7)']);
  });
});
