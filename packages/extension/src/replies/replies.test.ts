import { parseRestRequest } from './parse-rest-request.js';
import { RestResponse } from './rest-response.js';
import { sentUrl } from './sent-url.js';

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe('parseRestRequest', () => {
  it('reads a routed request', () => {
    const request = parseRestRequest(
      bytes({
        method: 'POST',
        url: '/items/1?tag=a&tag=b',
        pathParams: { id: '1' },
        queryParams: { tag: ['a', 'b'] },
        headers: { 'content-type': 'application/json' },
        body: { name: 'x' },
        unknown: 'fields are ignored',
      }),
    );
    expect(request).toEqual({
      method: 'POST',
      url: new URL('http://symphony.invalid/items/1?tag=a&tag=b'),
      params: { id: '1' },
      query: { tag: ['a', 'b'] },
      headers: { 'content-type': 'application/json' },
      body: { name: 'x' },
      rawBody: new TextEncoder().encode('{"name":"x"}'),
    });
  });

  it('takes the input of an endpoint as well as its bytes', () => {
    expect(parseRestRequest({ method: 'GET', url: 'https://host/x' })).toMatchObject({
      method: 'GET',
      url: new URL('https://host/x'),
      params: {},
      query: {},
      body: undefined,
    });
  });

  it('decodes a body that is neither JSON nor text', () => {
    const envelope = { method: 'PUT', url: '/x', body: 'AAH/', bodyEncoding: 'base64' };
    expect(parseRestRequest(envelope).body).toEqual(Uint8Array.of(0, 1, 255));
  });

  it.each([
    ['nothing', undefined],
    ['bytes that are not JSON', new TextEncoder().encode('not JSON')],
    ['an object without a method', { url: '/x' }],
    ['a list', []],
  ])('refuses %s', (_what, data) => {
    expect(() => parseRestRequest(data)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', status: 400 }));
  });
});

describe('sentUrl', () => {
  it.each(['?a=1', "?q=it's~(x)!", '?a="b"', '?a=<b>', '?latin=%E9', '?flag', '?a=1&&b=2'])(
    'keeps the query %s',
    (search) => {
      const url = sentUrl(`/hook${search}`, 'http://symphony.invalid');
      expect([url.search, url.href, String(url), url.pathname]).toEqual([
        search,
        `http://symphony.invalid/hook${search}`,
        `http://symphony.invalid/hook${search}`,
        '/hook',
      ]);
    },
  );

  it('takes another query', () => {
    const url = sentUrl("/hook?q=it's", 'http://symphony.invalid');
    url.search = '?a=b';
    expect([url.search, url.href]).toEqual(['?a=b', 'http://symphony.invalid/hook?a=b']);
  });
});

describe('RestResponse', () => {
  it.each([
    [
      'json',
      RestResponse.json({ a: 1 }, { status: 201, headers: { x: 'y' } }),
      [{ a: 1 }, 201, 'application/json', { x: 'y' }],
    ],
    ['text', RestResponse.text('hi'), ['hi', 200, 'text/plain; charset=utf-8', {}]],
    [
      'other text',
      RestResponse.text('a,b', { contentType: 'text/csv', status: 203 }),
      ['a,b', 203, 'text/csv; charset=utf-8', {}],
    ],
    ['bytes', RestResponse.bytes(Uint8Array.of(1), 'image/png'), [Uint8Array.of(1), 200, 'image/png', {}]],
    ['nothing', RestResponse.empty(), [undefined, 204, undefined, {}]],
    ['a refusal', RestResponse.error(404, 'no item'), [{ error: 'no item' }, 404, 'application/json', {}]],
  ])('holds %s', (_what, { body, status, contentType, headers }, expected) => {
    expect([body, status, contentType, headers]).toEqual(expected);
  });

  // As JavaScript, a spread or a cast hands it over.
  // oxlint-disable-next-line typescript/no-explicit-any -- what the compiler would refuse is what is tried
  const loose = (options: unknown): any => options;

  it.each<[string, () => unknown, string]>([
    ['json', () => RestResponse.json({}, loose({ staus: 201 })), "did you mean 'status'?"],
    ['json', () => RestResponse.json({}, loose(404)), 'the options are a number: give an object; it takes status'],
    ['text', () => RestResponse.text('', loose({ contenttype: 'text/csv' })), "did you mean 'contentType'?"],
    ['bytes', () => RestResponse.bytes(new Uint8Array(), undefined, loose({ header: {} })), "did you mean 'headers'?"],
    ['empty', () => RestResponse.empty(204, loose({ status: 205 })), "no option 'status': it takes headers"],
    ['error', () => RestResponse.error(400, 'no', loose({ code: 'A' })), "no option 'code': it takes headers"],
  ])('%s refuses an option that nobody reads', (name, build, words) => {
    expect(build).toThrow(
      expect.objectContaining({
        code: 'INVALID_CONFIGURATION',
        params: { setting: `RestResponse.${name}`, reason: expect.stringContaining(words) },
      }),
    );
  });
});
