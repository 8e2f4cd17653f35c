import * as fc from 'fast-check';
import { encodeFramed, encodeFramedText, isFramed, readFramed } from './framed.js';

describe('a framed message', () => {
  it('is read as it was written, whatever its body is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.uint8Array(), (value, body) => {
        const head: unknown = JSON.parse(JSON.stringify(value));
        const { data, contentType } = encodeFramed({ head, body });
        const read = readFramed(data, contentType);
        expect([read?.head, [...(read?.body ?? [])]]).toEqual([head, [...body]]);
      }),
    );
  });

  it('of text is the same as of its bytes', () => {
    const [head, body] = [{ name: 'Zo\u00eb' }, 'na\u00efve'];
    const text = encodeFramedText(head, body);
    const bytes = encodeFramed({ head, body: new TextEncoder().encode(body) });
    expect([text.contentType, new TextEncoder().encode(text.data)]).toEqual([bytes.contentType, bytes.data]);
  });

  it.each([
    '',
    'application/json',
    'application/vnd.symphony.framed',
    'application/vnd.symphony.framed; head=9',
    'application/vnd.symphony.framed; head=1',
    'application/vnd.symphony.framed; head=-1',
  ])('is not what %j says of it', (contentType) => {
    expect(readFramed(new TextEncoder().encode('{}'), contentType)).toBeUndefined();
  });

  it('is known by its type', () => {
    expect(['application/vnd.symphony.framed; head=2', 'application/json', ''].map(isFramed)).toEqual([
      true,
      false,
      false,
    ]);
  });
});
