import { describe, expect, it } from '@jest/globals';
import { RestEnvelope, readFramed } from '@symphony-ts/contract';
import * as fc from 'fast-check';
import { urlPath, urlQuery } from '../../../../test/support/text-arbitraries.js';
import { type EnvelopeOptions, framedEnvelope, type GatewayRequest, wholeEnvelope } from './request-envelope.js';

/** Parses the envelope. */
const buildEnvelope = (
  request: GatewayRequest,
  pathParams: Record<string, string>,
  more: Partial<EnvelopeOptions> = {},
): RestEnvelope => JSON.parse(wholeEnvelope(request, { pathParams, ...more })) as RestEnvelope;

const request = (part: Partial<GatewayRequest> = {}): GatewayRequest => ({
  method: 'POST',
  path: '/items/7',
  query: '',
  headers: {},
  body: new Uint8Array(),
  ...part,
});
const utf8 = (text: string) => new TextEncoder().encode(text);
const withBody = (contentType: string | undefined, body: Uint8Array, more: Record<string, string> = {}) =>
  buildEnvelope(request({ headers: { ...(contentType && { 'content-type': contentType }), ...more }, body }), {});

describe('buildEnvelope', () => {
  it('carries method, url, path and parameters; a repeated query parameter is a list', () => {
    const envelope = buildEnvelope(request({ query: 'a=1&b=2&a=3&instance=ABC&c=' }), { id: '7' });
    expect(envelope).toEqual({
      method: 'POST',
      url: '/items/7?a=1&b=2&a=3&c=',
      path: '/items/7',
      pathParams: { id: '7' },
      queryParams: { a: ['1', '3'], b: '2', c: '' },
      headers: {},
    });
  });

  it.each([
    ['a=x%20y', 'a=x%20y'],
    ['flag', 'flag'],
    ["q=it's~(x)!", "q=it's~(x)!"],
    ['latin=%E9', 'latin=%E9'],
    ['a=1&&b=2', 'a=1&&b=2'],
    ['a=1&instance=ABC&&b=%2f', 'a=1&&b=%2f'],
    ['%69nstance=ABC', ''],
    ['instances=2', 'instances=2'],
  ])('keeps the query %s as it was sent', (query, expected) => {
    const { url } = buildEnvelope(request({ path: '/x', query }), {});
    expect(url).toBe(expected === '' ? '/x' : `/x?${expected}`);
  });

  it('leaves a query parameter instance to an operation that has one', () => {
    const { url, queryParams } = buildEnvelope(
      request({ path: '/x', query: 'instance=db1:9090' }),
      {},
      { ownsInstance: true },
    );
    expect([url, queryParams]).toEqual(['/x?instance=db1:9090', { instance: 'db1:9090' }]);
  });

  it('keeps a JSON body digit by digit, and says where it stands', () => {
    const body = '{"id":12345678901234567890, "total": 10.00}';
    const headers = { 'content-type': 'application/json' };
    const text = wholeEnvelope(request({ headers, body: utf8(body) }), { pathParams: {} });
    const { bodyLength = 0 } = JSON.parse(text) as RestEnvelope;
    expect(text.slice(-1 - bodyLength, -1)).toBe(body);
  });

  it.each([
    'Symphony-Caller',
    'X-Symphony-User',
    'X-Forwarded-User',
    'X-Auth-Request-Email',
    'Remote-User',
    'X-Remote-User',
    'X-User-Id',
    'X-MS-Client-Principal',
    'Nats-Request-Info',
    'CF-Access-Authenticated-User-Email',
  ])('passes no %s on: a client could claim to be anybody', (name) => {
    expect(buildEnvelope(request({ headers: { [name]: 'admin', 'X-Trace': '1' } }), {}).headers).toEqual({
      'x-trace': '1',
    });
  });

  it('passes headers on in lower case as single strings, without secrets and what concerns one hop', () => {
    const headers = {
      Authorization: 'Bearer secret',
      Cookie: 'session=secret',
      Connection: 'keep-alive, X-Hop',
      'X-Hop': 'dropped',
      'Transfer-Encoding': 'chunked',
      Accept: 'text/html',
      'X-Many': ['a', 'b'],
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    };
    expect(buildEnvelope(request({ headers }), {}).headers).toEqual({
      accept: 'text/html',
      'x-many': 'a, b',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
  });

  it.each([
    ['application/json', '{"a":1}', { a: 1 }],
    ['application/json', 'null', null],
    ['application/problem+json; charset=utf-8', '"text"', 'text'],
    ['text/plain', '{"a":1}', '{"a":1}'],
    ['text/plain; charset=iso-8859-1', Uint8Array.of(0xe9), 'é'],
    ['application/x-www-form-urlencoded', 'a=1&b=%20', 'a=1&b=%20'],
    ['application/xml', '<a/>', '<a/>'],
    [undefined, '{"a":1}', { a: 1 }],
    [undefined, 'plain', 'plain'],
  ])('takes a body of type %s as it is meant', (contentType, body, expected) => {
    const envelope = withBody(contentType, typeof body === 'string' ? utf8(body) : body);
    expect(envelope.body).toEqual(expected);
    expect(envelope.contentType).toBe(contentType);
    expect(envelope).not.toHaveProperty('bodyEncoding');
  });

  it.each([
    ['application/octet-stream', utf8('text'), {}],
    ['multipart/form-data; boundary=x', utf8('--x--'), {}],
    ['text/plain', Uint8Array.of(0xff, 0xfe, 0x00), {}],
    ['text/plain; charset=klingon', utf8('text'), {}],
    ['application/json', utf8('not read'), { 'content-encoding': 'gzip' }],
    [undefined, Uint8Array.of(0xc3, 0x28), {}],
  ])('takes a body of type %s as bytes', (contentType, body, more) => {
    const envelope = withBody(contentType, body, more);
    expect(envelope.bodyEncoding).toBe('base64');
    expect(Buffer.from(String(envelope.body), 'base64')).toEqual(Buffer.from(body));
  });

  it('has no body where there was none', () => {
    expect(withBody('application/json', new Uint8Array())).not.toHaveProperty('body');
  });

  it.each([utf8('{"a":'), Uint8Array.of(0xff)])('refuses JSON that is none', (body) => {
    expect(() => withBody('application/json', body)).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
  });

  it('is read back by the contract as it was written', () => {
    const parts = fc.record({
      query: urlQuery(),
      body: fc.uint8Array(),
      headers: fc.dictionary(fc.string(), fc.string()),
      method: fc.constantFrom('GET', 'POST'),
      path: urlPath().map((path) => `/${path}`),
    });
    // The contract drops the only name that would change the prototype of an object.
    const names = fc.string().filter((name) => name !== '__proto__');
    fc.assert(
      fc.property(parts, fc.dictionary(names, fc.string()), (given, params) => {
        const type = { 'content-type': 'application/octet-stream' };
        const envelope = buildEnvelope({ ...given, headers: { ...given.headers, ...type } }, params);
        expect(RestEnvelope.parse(envelope)).toMatchObject({ method: given.method, pathParams: params });
      }),
    );
  });
});

describe('framedEnvelope', () => {
  it.each([
    ['room enough', 4_096, true],
    ['too little room', 20, false],
    ['no room', 0, false],
  ])('writes the same with %s in front of the body', (_what, room, isInPlace) => {
    const given = request({
      headers: { 'content-type': 'text/plain', 'x-name': 'Zo\u00eb' },
      body: utf8('na\u00efve'),
    });
    const memory = Buffer.concat([Buffer.alloc(room), given.body]);
    const placed = { ...given, body: memory.subarray(room), bodyWithRoom: memory };
    const expected = framedEnvelope(given, { pathParams: { id: '7' } });
    const { data, contentType } = framedEnvelope(placed, { pathParams: { id: '7' } });
    expect([contentType, Buffer.from(data).toString()]).toEqual([
      expected.contentType,
      Buffer.from(expected.data).toString(),
    ]);
    expect(readFramed(data, contentType)?.head).toMatchObject({ path: '/items/7', headers: { 'x-name': 'Zo\u00eb' } });
    const endOf = (bytes: Uint8Array): number => bytes.byteOffset + bytes.length;
    expect(data.buffer === memory.buffer && endOf(data) === endOf(memory)).toBe(isInPlace);
  });
});
