import type { Logger } from '@symphony-ts/contract';
import { silentLogger } from '@symphony-ts/contract';
import { readdressServers, resolvePlatformAddress, warnOfPlaintext } from './platform-address.js';

describe('resolvePlatformAddress', () => {
  it.each([
    [undefined, 'https://token.example.com:8443', undefined],
    ['  ', 'https://token.example.com:8443', undefined],
    ['lb.example.com', 'https://lb.example.com', 'lb.example.com'],
    ['lb.example.com:9443', 'https://lb.example.com:9443', 'lb.example.com'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', '127.0.0.1'],
  ])('with SYMPHONY_ADDRESS %j goes to %s, NATS host %s', (override, baseUrl, natsHost) => {
    expect(resolvePlatformAddress('token.example.com:8443', override)).toEqual({ baseUrl, natsHost });
  });
});

describe('readdressServers', () => {
  it.each([
    [['nats://in.cluster:4222'], undefined, ['nats://in.cluster:4222']],
    [['nats://in.cluster:4222', 'nats://in2.cluster:4222'], 'lb', ['nats://lb:4222']],
    [['tls://a:4223', 'nats://[::1]:4222', 'plain:1', 'bare'], 'lb', ['tls://lb:4223', 'nats://lb:4222', 'lb:1', 'lb']],
    [['nats://a:4222'], '[::1]', ['nats://[::1]:4222']],
  ])('%j with host %s gives %j', (servers, host, expected) => {
    expect(readdressServers(servers, host)).toEqual(expected);
  });
});

describe('warnOfPlaintext', () => {
  it.each([
    ['http://symphony.example.com', 1],
    ['http://127.0.0.1:8080', 0],
    ['http://[::1]:8080', 0],
    ['https://symphony.example.com', 0],
  ])('%s gives %d warnings', (baseUrl, count) => {
    const warnings: string[] = [];
    const logger: Logger = { ...silentLogger, warn: (message) => void warnings.push(message) };
    warnOfPlaintext(baseUrl, logger);
    expect(warnings).toHaveLength(count);
  });
});
