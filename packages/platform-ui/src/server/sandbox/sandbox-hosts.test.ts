import { SandboxHosts } from './sandbox-hosts.js';

describe('SandboxHosts', () => {
  it.each([
    [''],
    ['pages.example.net'],
    ['ftp://pages.example.net'],
    ['https://*'],
    ['https://*.'],
    ['https://a.*.example.net'],
    ['https://pages.example.net/path'],
    ['https://pages.example.net:99999'],
    ['https://user@pages.example.net'],
    ["https://pages.example.net; script-src 'unsafe-inline'"],
    ['https://*.127.0.0.1'],
  ])('refuses %j', (text) => {
    expect(() => new SandboxHosts(text)).toThrow(
      expect.objectContaining({ code: 'INVALID_CONFIGURATION', message: expect.stringContaining('sandboxOrigin') }),
    );
  });

  it.each([
    ['https://*.pages.example.net', 'orders', 'example.com', 'https://orders.pages.example.net'],
    ['https://*.Pages.example.net/', 'orders', 'example.com', 'https://orders.pages.example.net'],
    ['http://*.localhost', 'orders', '127.0.0.1:8080', 'http://orders.localhost:8080'],
    ['http://*.localhost:9090', 'orders', '127.0.0.1:8080', 'http://orders.localhost:9090'],
    ['https://pages.example.net', 'orders', 'example.com', 'https://pages.example.net'],
  ])('%s, for %s of a platform at %s, is %s', (text, prefix, host, origin) => {
    expect(new SandboxHosts(text).originOf(prefix, host)).toBe(origin);
  });

  it('gives every prefix a host of its own, which a browser can read', () => {
    const hosts = new SandboxHosts('https://*.pages.example.net');
    const prefixes = ['a', 'a-b', 'a_b', 'a--b', 'a-', 'a_', 'xn--a', 'x--a', 'a'.repeat(48)];
    const origins = prefixes.map((prefix) => hosts.originOf(prefix, 'example.com'));
    expect(new Set(origins).size).toBe(prefixes.length);
    for (const origin of origins) {
      expect(new URL(origin).origin).toBe(origin);
      expect(hosts.has(new URL(origin).host)).toBe(true);
    }
  });

  it.each([
    ['https://*.pages.example.net', 'orders.pages.example.net', true],
    ['https://*.pages.example.net', 'ORDERS.pages.example.net:8443', true],
    ['https://*.pages.example.net', 'pages.example.net', false],
    ['https://*.pages.example.net', 'orderspages.example.net', false],
    ['https://*.pages.example.net', 'orders.pages.example.net.evil.example', false],
    ['https://*.pages.example.net:8443', 'orders.pages.example.net', false],
    ['https://pages.example.net', 'pages.example.net', true],
    ['https://pages.example.net', 'a.pages.example.net', false],
    ['http://*.localhost', '127.0.0.1:80', false],
  ])('%s: is %s one of them? %s', (text, host, expected) => {
    expect(new SandboxHosts(text).has(host)).toBe(expected);
  });

  it.each([
    ['https://*.pages.example.net', 'symphony.example.com', true],
    ['https://*.pages.example.net', 'symphony.example.net', true],
    ['https://*.pages.example.net', 'example.net', false],
    ['https://*.pages.example.net', 'pages.example.net', false],
    ['https://*.pages.example.net', 'a.pages.example.net', false],
    ['https://pages.example.net', 'pages.example.net', false],
    ['https://pages.example.net:8443', 'pages.example.net', false],
    ['http://127.0.0.1:9090', '127.0.0.1:8080', false],
    ['http://localhost:9090', '127.0.0.1:8080', true],
    ['http://*.localhost', '127.0.0.1:8080', true],
    ['http://*.localhost', 'localhost:8080', true],
    ['http://*.localhost', 'a.localhost:8080', false],
  ])('%s is apart from a platform at %s: %s', (text, host, expected) => {
    expect(new SandboxHosts(text).isApartFrom(host)).toBe(expected);
  });

  it('says what a policy lets the shell frame', () => {
    expect(new SandboxHosts('http://*.localhost').sourceFor('127.0.0.1:8080')).toBe('http://*.localhost:8080');
    expect(new SandboxHosts('https://pages.example.net').sourceFor('example.com')).toBe('https://pages.example.net');
  });
});
