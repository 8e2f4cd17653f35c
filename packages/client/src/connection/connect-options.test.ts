import { silentLogger } from '@symphony-ts/contract';
import { type ConnectOptions, resolveConnectOptions } from './connect-options.js';

describe(resolveConnectOptions, () => {
  it('has a default for each option', () => {
    expect(resolveConnectOptions({})).toEqual({
      token: undefined,
      address: undefined,
      nats: undefined,
      prefix: undefined,
      name: 'symphony-client',
      capabilities: [],
      credentialStore: undefined,
      logger: silentLogger,
      env: process.env,
      signal: undefined,
      waitOnFirstConnect: false,
      connectTimeoutMs: 10_000,
    });
  });

  it('keeps what is given', () => {
    const given: ConnectOptions = {
      token: 't',
      address: 'a',
      nats: { servers: 's' },
      prefix: 'orders',
      capabilities: [{ type: 'pub', subject: 'x', description: '' }],
      env: { A: '1' },
      signal: new AbortController().signal,
      waitOnFirstConnect: true,
      connectTimeoutMs: 1,
    };
    expect(resolveConnectOptions(given)).toMatchObject({ ...given, name: 'orders' });
    expect(resolveConnectOptions({ ...given, name: 'mine' }).name).toBe('mine');
  });

  it.each<[object, string]>([
    [{ adress: 'a' }, "there is no option 'adress': did you mean 'address'?"],
    [{ timeoutMs: 5 }, "there is no option 'timeoutMs': "],
  ])('refuses %j, which nobody reads', (options, reason) => {
    expect(() => resolveConnectOptions(options)).toThrow(reason);
  });

  it.each<[ConnectOptions, string]>([
    [{ prefix: 'Orders' }, 'prefix'],
    [{ prefix: '' }, 'prefix'],
    [{ connectTimeoutMs: 0 }, 'connectTimeoutMs'],
    [{ connectTimeoutMs: -1 }, 'connectTimeoutMs'],
    [{ connectTimeoutMs: Number.NaN }, 'connectTimeoutMs'],
  ])('refuses %j', (options, setting) => {
    expect(() => resolveConnectOptions(options)).toThrow(
      expect.objectContaining({ code: 'INVALID_CONFIGURATION', params: expect.objectContaining({ setting }) }),
    );
  });
});
