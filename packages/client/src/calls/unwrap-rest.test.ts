import { unwrapRest } from './unwrap-rest.js';

describe('unwrapRest', () => {
  it.each([
    ['a wrapped body', { body: { a: 1 }, statusCode: 201 }, { a: 1 }],
    ['the other spelling', { body: 'x', statuscode: 200, contenttype: 'text/plain' }, 'x'],
    ['bytes', { body: 'AP8=', bodyEncoding: 'base64' }, new Uint8Array([0, 255])],
    ['no body', { body: null, statusCode: 204 }, null],
    ['what is not wrapped', [1, 2], [1, 2]],
    ['nothing', undefined, undefined],
  ])('gives %s', (_what, value, expected) => {
    expect(unwrapRest(value, 's')).toEqual(expected);
  });

  it.each([
    [{ body: { error: 'gone' }, statusCode: 404 }, 'answered 404: gone'],
    [{ body: 'no', statuscode: 500 }, 'answered 500: no'],
    [{ body: {}, statusCode: 400 }, 'no reason given'],
  ])('throws for %j', (value, text) => {
    expect(() => unwrapRest(value, 's')).toThrow(text);
  });
});
