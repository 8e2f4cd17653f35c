import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { formatPayload } from './payload.js';

const json = Buffer.from('{"id":9007199254740993,"name":"x"}');
const pretty = '{\n  "id": 9007199254740993,\n  "name": "x"\n}';
const encoded = (encoding: string) => [['Content-Encoding', [encoding]]] as const;

describe('formatPayload', () => {
  it.each([
    ['JSON', json, [], pretty],
    ['JSON in gzip', gzipSync(json), encoded('gzip'), pretty],
    ['JSON in deflate', deflateSync(json), encoded('Deflate'), pretty],
    ['JSON in brotli', brotliCompressSync(json), encoded('br'), pretty],
    ['text with a header that is not true', Buffer.from('plain'), encoded('gzip'), 'plain'],
    ['what is JSON only at its start', Buffer.from('{"a":'), [], '{"a":'],
    ['control characters', Buffer.from('a\u001b[31m\n\tb'), [], 'a [31m\n\tb'],
    ['nothing', Buffer.alloc(0), [], ''],
  ])('shows %s', (_what, data, headers, expected) => {
    expect(formatPayload(data, headers)).toBe(expected);
  });

  it('shows other bytes in hexadecimal, not all of many', () => {
    expect(formatPayload(Buffer.from([0xff, 0x41, 0x00]), [])).toBe(`00000000  ff 41 00${' '.repeat(40)} .A.`);
    expect(formatPayload(Buffer.alloc(1000, 0xff), []).split('\n').at(-1)).toBe('(488 bytes more)');
  });
});
