import { readServers, type ServerList } from './server-list.js';

describe('readServers', () => {
  it.each<[string, string | readonly string[], ServerList]>([
    ['a host', 'a', { servers: ['nats://a'], login: undefined, isWebSocket: false }],
    ['host and port', 'a:4333', { servers: ['nats://a:4333'], login: undefined, isWebSocket: false }],
    [
      'a URL with a path, which means nothing',
      'tls://a:4333/x?y',
      { servers: ['tls://a:4333'], login: undefined, isWebSocket: false },
    ],
    ['an address in brackets', '[::1]:4222', { servers: ['nats://[::1]:4222'], login: undefined, isWebSocket: false }],
    [
      'several in one text',
      'a, tls://b ,c:1',
      { servers: ['nats://a', 'tls://b', 'nats://c:1'], login: undefined, isWebSocket: false },
    ],
    ['a list', ['a', 'b,c'], { servers: ['nats://a', 'nats://b', 'nats://c'], login: undefined, isWebSocket: false }],
    [
      'a WebSocket with its path',
      'wss://a/nats?x=1',
      { servers: ['wss://a/nats?x=1'], login: undefined, isWebSocket: true },
    ],
    ['a WebSocket without one', 'ws://a/', { servers: ['ws://a'], login: undefined, isWebSocket: true }],
    [
      'a user with a password',
      'nats://u:p@a',
      { servers: ['nats://a'], login: { user: 'u', password: 'p' }, isWebSocket: false },
    ],
    [
      'a login that is encoded',
      'nats://u%40x:p%2F@a',
      { servers: ['nats://a'], login: { user: 'u@x', password: 'p/' }, isWebSocket: false },
    ],
    [
      'a percent sign that encodes nothing',
      'nats://u:50%@a',
      { servers: ['nats://a'], login: { user: 'u', password: '50%' }, isWebSocket: false },
    ],
    ['a token', 'nats://t@a', { servers: ['nats://a'], login: { token: 't' }, isWebSocket: false }],
    [
      'the login of the first that has one',
      ['a', 'nats://u:p@b', 'nats://t@c'],
      { servers: ['nats://a', 'nats://b', 'nats://c'], login: { user: 'u', password: 'p' }, isWebSocket: false },
    ],
  ])('reads %s', (_what, given, list) => {
    expect(readServers(given)).toEqual(list);
  });

  it.each<[string, string | readonly string[], string]>([
    ['no server', [], 'names no server'],
    ['an empty text', '', 'one of them is not a URL; an IPv6 address needs brackets'],
    ['an empty name between others', 'a,,b', 'one of them is not a URL; an IPv6 address needs brackets'],
    ['an address without brackets', '::1', 'one of them is not a URL; an IPv6 address needs brackets'],
    ['another scheme', 'http://a', "'http://' is not a way to reach NATS; use nats, tls, ws or wss"],
    [
      'a WebSocket beside another',
      'ws://a,nats://b',
      'has WebSockets beside other servers; one connection uses one of both',
    ],
  ])('refuses %s', (_what, given, reason) => {
    expect(() => readServers(given)).toThrow(
      expect.objectContaining({ code: 'INVALID_CONFIGURATION', params: { setting: 'nats.servers', reason } }),
    );
  });

  it('does not repeat a password', () => {
    const refused = (): unknown => readServers('nats://u:secret@');
    expect(refused).toThrow(/is not a URL/);
    expect(refused).not.toThrow(/secret/);
  });
});
