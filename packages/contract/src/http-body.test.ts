import { type HttpBody, readForm, readHttpBody, readQueryParams } from './http-body.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const binary = Uint8Array.from([0xff, 0x00, 0xfe]);

describe('readHttpBody', () => {
  it.each<[string, Uint8Array, string | undefined, HttpBody]>([
    ['nothing', new Uint8Array(), 'application/json', { kind: 'none' }],
    ['JSON', utf8('{"a":1}'), 'application/json', { kind: 'json', text: '{"a":1}', value: { a: 1 } }],
    ['JSON of another type', utf8('[]'), 'application/problem+json', { kind: 'json', text: '[]', value: [] }],
    [
      'JSON in its charset',
      latin('"\u00fc"'),
      'application/json; charset=latin1',
      { kind: 'json', text: '"ü"', value: 'ü' },
    ],
    ['JSON without a type', utf8('7'), undefined, { kind: 'json', text: '7', value: 7 }],
    ['text without a type', utf8('seven'), undefined, { kind: 'text', text: 'seven' }],
    ['bytes without a type', binary, undefined, { kind: 'bytes', bytes: binary }],
    ['text', utf8('7'), 'text/plain', { kind: 'text', text: '7' }],
    ['text in upper case', utf8('7'), 'TEXT/PLAIN', { kind: 'text', text: '7' }],
    ['text in its charset', latin('\u00fc'), 'text/plain; charset="iso-8859-1"', { kind: 'text', text: 'ü' }],
    ['text that is not in its charset', binary, 'text/plain', { kind: 'bytes', bytes: binary }],
    ['text in an unknown charset', utf8('a'), 'text/plain; charset=x-none', { kind: 'bytes', bytes: utf8('a') }],
    ['a form', utf8('a=1'), 'application/x-www-form-urlencoded', { kind: 'text', text: 'a=1' }],
    ['XML', utf8('<a/>'), 'application/xml', { kind: 'text', text: '<a/>' }],
    ['XML of another type', utf8('<a/>'), 'application/atom+xml', { kind: 'text', text: '<a/>' }],
    ['YAML', utf8('a: 1'), 'application/yaml', { kind: 'text', text: 'a: 1' }],
    ['JSON lines', utf8('1\n2'), 'application/x-ndjson', { kind: 'text', text: '1\n2' }],
    ['an image', utf8('{}'), 'image/png', { kind: 'bytes', bytes: utf8('{}') }],
    ['a type that only begins alike', utf8('a'), 'application/yamlish', { kind: 'bytes', bytes: utf8('a') }],
    ['a type that only ends alike', utf8('a'), 'x-text/plain', { kind: 'bytes', bytes: utf8('a') }],
  ])('reads %s', (_what, bytes, contentType, body) => {
    expect(readHttpBody(bytes, { contentType })).toEqual(body);
  });

  it.each<[string | undefined, HttpBody['kind']]>([
    ['gzip', 'bytes'],
    ['br', 'bytes'],
    ['identity', 'json'],
    ['Identity', 'json'],
    [undefined, 'json'],
  ])('with the encoding %s the body is %s', (contentEncoding, kind) => {
    expect(readHttpBody(utf8('{}'), { contentType: 'application/json', contentEncoding }).kind).toBe(kind);
  });

  it.each<[string, Uint8Array, string, string]>([
    ['is not JSON', utf8('{'), 'application/json', 'its body is not the JSON it says it is'],
    ['is not in its charset', binary, 'application/json', 'its JSON body is not in its charset'],
    ['has an unknown charset', utf8('{}'), 'application/json; charset=x-none', 'its JSON body is not in its charset'],
  ])('refuses JSON that %s', (_what, bytes, contentType, reason) => {
    const read = (): HttpBody => readHttpBody(bytes, { contentType });
    expect(read).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST', params: { reason } }));
  });
});

describe('readForm', () => {
  const type = 'application/x-www-form-urlencoded';

  it.each<[string, string, ReturnType<typeof readForm>]>([
    ['a=%C3%A9&a=+', type, { a: ['é', ' '] }],
    ['a=%C3%A9', `${type}; charset=UTF-8`, { a: 'é' }],
    ['a=%E9+%e9\u00e9&\u00e9=&b', `${type}; charset=iso-8859-1`, { a: 'é éé', é: '', b: '' }],
    ['&a=b=c&&', `${type};charset="windows-1252"`, { a: 'b=c' }],
    ['a=100%&b=%zz', `${type};charset=latin1`, { a: '100%', b: '%zz' }],
    ['', `${type};charset=latin1`, {}],
  ])('reads %j as %s', (text, contentType, fields) => {
    expect(readForm(latin(text), contentType)).toEqual(fields);
  });

  it.each([
    ['x-none', 'a=b'],
    ['shift_jis', 'a=%FF'],
  ])('refuses what is not in %s', (charset, text) => {
    const reason = `its form is not in the charset '${charset}'`;
    expect(() => readForm(latin(text), `${type}; charset=${charset}`)).toThrow(
      expect.objectContaining({ code: 'INVALID_REQUEST', params: { reason } }),
    );
  });
});

describe('readQueryParams', () => {
  it.each<[string, ReturnType<typeof readQueryParams>]>([
    ['', {}],
    ['a=1', { a: '1' }],
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a=1&b=2&a=3', { a: ['1', '3'], b: '2' }],
    ['a=1&a=2&a=3', { a: ['1', '2', '3'] }],
    ['a=&a', { a: ['', ''] }],
    ['a%20b=c+d', { 'a b': 'c d' }],
    ['__proto__=1', Object.fromEntries([['__proto__', '1']])],
  ])('reads %j', (text, params) => {
    expect(readQueryParams(text)).toEqual(params);
  });
});
