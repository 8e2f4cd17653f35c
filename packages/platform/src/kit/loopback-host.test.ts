import { isLoopbackHost } from './loopback-host.js';

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
