import type { FastifyRequest } from 'fastify';
import { isFromLoopback, isLoopbackHost } from './loopback.js';

/** The part of a request that is read. */
const request = (headers: Record<string, string>, remoteAddress = '127.0.0.1'): FastifyRequest =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing else of it is read
  ({ headers, socket: { remoteAddress } }) as unknown as FastifyRequest;
const host = '127.0.0.1:8080';

describe('isFromLoopback', () => {
  it.each([
    [{ host }],
    [{ host: 'localhost' }],
    [{ host: '[::1]:8080' }],
    [{ host, origin: 'http://localhost:5173', 'sec-fetch-site': 'same-site' }],
    [{ host, 'sec-fetch-site': 'none' }],
  ])('holds for %j', (headers) => {
    expect(isFromLoopback(request(headers))).toBe(true);
  });

  it.each([
    [{ host: 'attacker.example' }],
    [{ host: '127.0.0.1.nip.io' }],
    [{ host, origin: 'https://attacker.example' }],
    [{ host, origin: 'null' }],
    [{ host, 'sec-fetch-site': 'cross-site' }],
    [{ host, 'x-forwarded-for': '192.0.2.1' }],
    [{ host, forwarded: 'for=192.0.2.1' }],
    [{ host, 'x-real-ip': '192.0.2.1' }],
    [{ host, 'x-forwarded-host': 'symphony.example.com' }],
    [{ host, via: '1.1 proxy' }],
  ])('does not hold for %j', (headers) => {
    expect(isFromLoopback(request(headers))).toBe(false);
  });

  it('does not hold for another machine', () => {
    expect(isFromLoopback(request({ host }, '192.0.2.1'))).toBe(false);
  });
});

describe('isLoopbackHost', () => {
  it.each([
    '127.0.0.1',
    '127.8.8.8',
    'localhost',
    '::1',
    'nats://127.0.0.1:4222',
    'tls://localhost:4222',
    'nats://[::1]:1',
  ])('is true for %s', (host) => expect(isLoopbackHost(host)).toBe(true));
  it.each(['0.0.0.0', '::', '10.0.0.1', 'example.com', '127.0.0.1.example.com', 'nats://10.0.0.1:4222', '', 'nats://'])(
    'is false for %s',
    (host) => expect(isLoopbackHost(host)).toBe(false),
  );
});
