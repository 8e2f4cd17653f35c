import { isSymphonyError } from '@symphony-ts/contract';
import * as fc from 'fast-check';
import { urlPath } from '../../../../test/support/text-arbitraries.js';
import { formatAddress, isLoopback, parseAddress } from './address.js';

describe('parseAddress', () => {
  it.each([
    ['symphony.example.com', 'https://symphony.example.com'],
    ['  symphony.example.com\n', 'https://symphony.example.com'],
    ['Symphony.Example.COM', 'https://symphony.example.com'],
    ['symphony.example.com:8443', 'https://symphony.example.com:8443'],
    ['localhost:443', 'https://localhost:443'],
    ['10.0.0.7', 'https://10.0.0.7'],
    ['[::1]:8443', 'https://[::1]:8443'],
    ['[2001:db8::1]', 'https://[2001:db8::1]'],
    ['https://symphony.example.com', 'https://symphony.example.com'],
    ['HTTPS://symphony.example.com/', 'https://symphony.example.com'],
    ['https://symphony.example.com:8443/', 'https://symphony.example.com:8443'],
    ['http://symphony.example.com', 'http://symphony.example.com'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['https://müller.example', 'https://xn--mller-kva.example'],
    ['symphony.symphony.svc.cluster.local', 'https://symphony.symphony.svc.cluster.local'],
  ])('reads %j', (text, origin) => {
    expect(formatAddress(parseAddress(text))).toBe(origin);
  });

  it.each([
    ['', 'names no host'],
    ['https://', 'names no host'],
    ['nats://host:4222', "not 'nats'"],
    ['ws://host', "not 'ws'"],
    ['https://user:secret@host', 'user names'],
    ['user@host', 'user names'],
    ['https://host/path', 'a path'],
    ['host/path', 'a path'],
    ['https:\\\\host', 'a path'],
    ['https://host?x=1', 'a query'],
    ['https://host#x', 'a query'],
    ['host:0', 'between 1 and 65535'],
    ['host:65536', 'between 1 and 65535'],
    ['host:', 'between 1 and 65535'],
    ['host:80a', 'it must be'],
    ['host:80:90', 'it must be'],
    ['::1', 'needs brackets'],
    ['[::1', 'it must be'],
    ['[nonsense]', 'not a host'],
    ['two hosts', 'it must be'],
    ['ho%41st', 'it must be'],
    ['.host', 'not a host'],
    ['a..b', 'not a host'],
    ['999.1.1.1', 'not a host'],
    ['a'.repeat(254), 'not a host'],
  ])('refuses %j', (text, reason) => {
    expect(() => parseAddress(text)).toThrow(reason);
  });

  it('never repeats what stands before an @', () => {
    expect(() => parseAddress('https://user:secret@host')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret') }),
    );
  });

  it('gives an address or a typed error for any text', () => {
    const url = fc
      .tuple(fc.constantFrom('http', 'https'), fc.webAuthority(), urlPath())
      .map(([scheme, authority, path]) => `${scheme}://${authority}${path}`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), url, fc.domain(), fc.ipV6()), (text) => {
        try {
          expect(URL.canParse(formatAddress(parseAddress(text)))).toBe(true);
        } catch (error) {
          expect(isSymphonyError(error, 'INVALID_CONFIGURATION')).toBe(true);
        }
      }),
    );
  });

  it('reads back what it writes', () => {
    const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });
    fc.assert(
      fc.property(fc.constantFrom('http', 'https'), fc.domain(), port, (scheme, host, number) => {
        const text = `${scheme}://${host}${number === undefined ? '' : `:${number}`}`;
        expect(formatAddress(parseAddress(text))).toBe(text.toLowerCase());
      }),
    );
  });
});

describe('isLoopback', () => {
  it.each(['localhost', 'app.localhost', '127.0.0.1', '127.8.9.10', '[::1]'])('knows %s', (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  it.each(['localhost.example.com', '128.0.0.1', '[::2]', '127.0.0.1.example.com'])(
    'knows that %s is elsewhere',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
