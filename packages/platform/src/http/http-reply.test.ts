import { describe, expect, it } from '@jest/globals';
import { encodeFramed } from '@symphony-ts/contract';
import * as fc from 'fast-check';
import { type HttpReply, readHttpReply } from './http-reply.js';

const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (reply: unknown) => readHttpReply(utf8(typeof reply === 'string' ? reply : JSON.stringify(reply)));
const text = (body: Uint8Array) => new TextDecoder().decode(body);
const microHeaders =
  (code: string, error: string) =>
  (name: string): string =>
    ({ 'Nats-Service-Error-Code': code, 'Nats-Service-Error': error })[name] ?? '';

describe('readHttpReply', () => {
  it('says in whole seconds when a refused request may be sent again', () => {
    const refusal = JSON.stringify({ error: 'busy', code: 'OVERLOADED', details: { retryAfterMs: 1_200 } });
    const reply = readHttpReply(utf8(refusal), microHeaders('429', 'busy'));
    expect([reply.status, reply.headers]).toEqual([429, { 'retry-after': '2' }]);
  });

  it.each<[unknown, Partial<HttpReply>]>([
    [{ contentType: 'text/csv' }, { status: 200, contentType: 'text/csv', headers: {} }],
    [
      { statusCode: 201, headers: { Location: '/1', 'X-Forwarded-For': '::1' } },
      { status: 201, contentType: 'application/octet-stream', headers: { location: '/1' } },
    ],
    [{ headers: { etag: 'x'.repeat(1_000) } }, { status: 200, headers: { etag: 'x'.repeat(1_000) } }],
    [{ statusCode: 99 }, { status: 502 }],
    [1, { status: 502 }],
  ])('reads what the head %j says of each body', (head, expected) => {
    const isRefused = expected.status === 502;
    for (const body of ['one', 'another']) {
      const { data, contentType } = encodeFramed({ head, body: utf8(body) });
      const reply = readHttpReply(data, (name) => (name === 'Content-Type' ? contentType : ''));
      expect(reply).toMatchObject(expected);
      expect(text(reply.body)).toEqual(isRefused ? expect.stringContaining('INVALID_REPLY') : body);
    }
  });

  it.each([
    ['{"items": []}', 'application/json'],
    ['[{"body":1}]', 'application/json'],
    ['"text"', 'application/json'],
    ['null', 'application/json'],
    [' 42 ', 'application/json'],
    ['{"Body": 1, "statusCode": 201}', 'application/json'],
    ['pong', 'text/plain; charset=utf-8'],
    ['', 'text/plain; charset=utf-8'],
    ['{"body": 1', 'text/plain; charset=utf-8'],
  ])('serves the raw reply %j as %s', (payload, contentType) => {
    const reply = read(payload);
    expect({ ...reply, body: text(reply.body) }).toEqual({ status: 200, contentType, headers: {}, body: payload });
  });

  it.each([
    [JSON.stringify({ rows: 'x'.repeat(70_000) }), 200, 'application/json'],
    [`{${'x'.repeat(70_000)}`, 200, 'text/plain; charset=utf-8'],
    [JSON.stringify({ rows: { body: 'x'.repeat(70_000) } }), 200, 'application/json'],
    [JSON.stringify({ body: 'x'.repeat(70_000), statusCode: 201 }), 201, 'application/json'],
  ])('reads a large reply as it reads a small one (%#)', (payload, status, contentType) => {
    expect(read(payload)).toMatchObject({ status, contentType });
  });

  it.each([
    [{ body: { id: 1 }, statusCode: 201, contentType: 'application/json' }, 201, 'application/json', '{"id":1}'],
    [{ body: { id: 1 }, statuscode: 201, contenttype: 'application/json' }, 201, 'application/json', '{"id":1}'],
    [{ body: 'text' }, 200, 'application/json', '"text"'],
    [{ body: null }, 200, 'application/json', 'null'],
    [{ body: 'text', contentType: 'text/plain' }, 200, 'text/plain', 'text'],
    [{ body: '<p>', contenttype: 'text/html; charset=utf-8' }, 200, 'text/html; charset=utf-8', '<p>'],
    [{ body: [1], contentType: 'application/vnd.x+json' }, 200, 'application/vnd.x+json', '[1]'],
    [{ body: 'aGk=', bodyEncoding: 'base64', contentType: 'image/png' }, 200, 'image/png', 'hi'],
    [{ body: 'aGk=', bodyencoding: 'base64' }, 200, 'application/octet-stream', 'hi'],
    [{ body: 'a,b', headers: { 'Content-Type': 'text/csv' } }, 200, 'text/csv', 'a,b'],
    [{ body: null, statusCode: 204, contentType: 'text/plain' }, 204, 'text/plain', ''],
    [{ body: 1, statusCode: null, contentType: null, headers: null }, 200, 'application/json', '1'],
    [{ body: 1, statusCode: 202, statuscode: 500 }, 202, 'application/json', '1'],
  ])('unwraps %j', (wrapper, status, contentType, body) => {
    const reply = read(wrapper);
    expect({ ...reply, body: text(reply.body) }).toEqual({ status, contentType, headers: {}, body });
  });

  it('passes headers on, but none that speaks for the whole platform', () => {
    const headers = { 'X-Total': '7', Location: '/items/1', 'Set-Cookie': 'session=stolen', 'Content-Length': '9' };
    expect(read({ body: 1, headers }).headers).toEqual({ 'x-total': '7', location: '/items/1' });
  });

  it.each([
    [{ body: 1, statusCode: 999 }, 'statusCode is 999, not an integer from 100 to 599'],
    [{ body: 1, statuscode: 99 }, 'statusCode is 99'],
    [{ body: 1, statusCode: 600 }, 'statusCode is 600'],
    [{ body: 1, statusCode: 200.5 }, 'statusCode is 200.5'],
    [{ body: 1, statusCode: '201' }, 'statusCode is "201"'],
    [{ body: 1, statusCode: 101 }, 'statusCode 101 is interim'],
    [{ body: 1, headers: { 'x-a': 'a\r\nset-cookie: b' } }, "header 'x-a' is not a header value"],
    [{ body: 1, headers: { 'x a': 'a' } }, "'x a' is not a header name"],
    [{ body: 1, headers: { 'x-a': 7 } }, "header 'x-a' is not a header value"],
    [{ body: 1, headers: ['a'] }, 'headers is not an object'],
    [{ body: 1, contentType: 'text/plain\n' }, 'contentType is not a header value'],
    [{ body: { a: 1 }, contentType: 'text/html' }, 'body must be a string for text/html, not object'],
    [{ body: '%%', bodyEncoding: 'base64' }, 'bodyEncoding is base64, but body is not'],
  ])('answers 502 for %j', (wrapper, reason) => {
    const reply = read(wrapper);
    expect(reply.status).toBe(502);
    expect(JSON.parse(text(reply.body))).toEqual({ error: expect.stringContaining(reason), code: 'INVALID_REPLY' });
  });

  it.each([
    ['409', { error: 'exists', code: 'KEY_EXISTS' }, 409, { error: 'exists', code: 'KEY_EXISTS' }],
    ['404', '', 404, { error: 'it said so', code: 404 }],
    ['500', { unexpected: true }, 500, { error: 'it said so', code: 500 }],
    ['200', '', 500, { error: 'it said so', code: 500 }],
    ['oops', '', 500, { error: 'it said so', code: 500 }],
  ])('maps micro error %s with body %j to %i', (code, body, status, expected) => {
    const payload = utf8(typeof body === 'string' ? body : JSON.stringify(body));
    const reply = readHttpReply(payload, microHeaders(code, 'it said so'));
    expect(reply.status).toBe(status);
    expect(JSON.parse(text(reply.body))).toEqual(expected);
  });

  it('gives raw JSON back byte for byte, and any JSON value that is wrapped', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 200, max: 599 }), (value, statusCode) => {
        const wrapped = read({ body: value, statusCode });
        expect([wrapped.status, JSON.parse(text(wrapped.body))]).toEqual([
          statusCode,
          JSON.parse(JSON.stringify(value)),
        ]);
        const raw = JSON.stringify([value]);
        expect(text(read(raw).body)).toBe(raw);
      }),
    );
  });

  it('gives any bytes back that are not a wrapper', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(readHttpReply(bytes)).toMatchObject({ status: 200, body: bytes });
      }),
    );
  });

  it('never lets a status or a header through that HTTP refuses', () => {
    const wrapper = fc.record(
      { body: fc.jsonValue(), statusCode: fc.jsonValue(), headers: fc.dictionary(fc.string(), fc.string()) },
      { requiredKeys: ['body'] },
    );
    fc.assert(
      fc.property(wrapper, (given) => {
        const reply = read(given);
        expect(reply.status).toBeGreaterThanOrEqual(200);
        expect(reply.status).toBeLessThan(600);
        expect(() => new Headers(reply.headers)).not.toThrow();
      }),
    );
  });
});
