import { type PlatformOptions, resolveOptions } from './platform-options.js';

/** Options as JavaScript, a spread or a cast gives them. */
const loose = (options: object): PlatformOptions => options;

describe(resolveOptions, () => {
  it.each<[object, string, string]>([
    [{ rateLimit: {} }, 'startPlatform', "'rateLimit': did you mean 'rateLimits'?"],
    [{ dev: { grantdeclared: true } }, 'startPlatform dev', "did you mean 'grantDeclared'?"],
    [{ rateLimits: { signin: 5 } }, 'startPlatform rateLimits', "did you mean 'signIn'?"],
    [{ userLimits: { subscription: 5 } }, 'startPlatform userLimits', "did you mean 'subscriptions'?"],
    [{ accountLimits: { stream: 5 } }, 'startPlatform accountLimits', "did you mean 'streams'?"],
    [{ http: { prt: 80 } }, 'startPlatform http', "did you mean 'port'?"],
    [{ http: { connections: { perAdress: 5 } } }, 'startPlatform http.connections', "did you mean 'perAddress'?"],
    [{ oidc: { issuer: 'x', clientID: 'y' } }, 'startPlatform oidc', "did you mean 'clientId'?"],
    [{ tls: { cert: 'x' } }, 'startPlatform tls', "did you mean 'certFile'?"],
    [{ licensing: { vendorKey: [] } }, 'startPlatform licensing', "did you mean 'vendorKeys'?"],
    [{ http: 8080 }, 'startPlatform http', 'the options are a number: give an object; it takes'],
    [{ natsServer: { prt: 4222 } }, 'startPlatform natsServer', "did you mean 'port'?"],
    [{ natsServer: { jetstream: false } }, 'startPlatform natsServer', "there is no option 'jetstream'"],
  ])('refuses %j', (options, setting, reason) => {
    expect(() => resolveOptions(loose(options), '')).toThrow(
      expect.objectContaining({
        code: 'INVALID_CONFIGURATION',
        params: { setting, reason: expect.stringContaining(reason) },
      }),
    );
  });

  const role = { name: 'reader', description: '', groups: ['staff'], capabilities: {} };

  it.each<[object, string, string]>([
    [{ ...role, capabilites: {} }, 'startPlatform roles.1', 'capabilites'],
    [{ ...role, capabilities: undefined }, 'startPlatform roles.1', 'capabilities'],
    [{ ...role, capabilities: { pubs: { allow: [] } } }, 'startPlatform roles.1', "did you mean 'pub'?"],
    [{ ...role, groups: 'staff' }, 'startPlatform roles.1', 'groups'],
    [{ ...role, name: 'no such name' }, 'startPlatform roles.1', 'name'],
  ])('refuses the role %j', (wrong, setting, reason) => {
    expect(() => resolveOptions(loose({ roles: [role, wrong] }), '')).toThrow(
      expect.objectContaining({
        code: 'INVALID_CONFIGURATION',
        params: { setting, reason: expect.stringContaining(reason) },
      }),
    );
  });

  it.each<PlatformOptions>([
    {},
    { licensing: 'off' },
    { http: { port: 0, connections: { total: 5 } }, rateLimits: { exchange: 1 }, natsServer: { monitoring: {} } },
    { oidc: { issuer: 'x', clientId: 'y' }, tls: { certFile: 'c', keyFile: 'k' }, dev: { signIn: true } },
  ])('takes %j', (options) => {
    expect(() => resolveOptions(options, '')).not.toThrow();
  });

  it('adds defaults to limits that are given in part', () => {
    expect(resolveOptions({ rateLimits: { signIn: 5 }, userLimits: { subscriptions: 7 } }, '')).toMatchObject({
      rateLimits: { exchange: 600, signIn: 5 },
      userLimits: { subscriptions: 7, payloadBytes: 1_048_576 },
    });
  });

  it.each<[PlatformOptions, string]>([
    [{}, 'periodic'],
    [{ dataDir: 'data' }, 'always'],
    [{ dataDir: 'data', flush: 'periodic' }, 'periodic'],
  ])('flushes of %j: %s', (options, flush) => {
    expect(resolveOptions(options, '').flush).toBe(flush);
  });

  it.each<[PlatformOptions, number]>([
    [{}, 3_600_000],
    [{ credentialLifetimeMs: 7_200_000 }, 7_200_000],
    [{ credentialLifetimeMs: 60_000 }, 3_600_000],
    [{ sessionIdleMs: 5 }, 5],
  ])('lets a session of %j be idle for %d ms', (options, idleMs) => {
    expect(resolveOptions(options, '').sessionIdleMs).toBe(idleMs);
  });

  it.each<[PlatformOptions, boolean]>([
    [{ dev: { allowVulnerableServer: true } }, true],
    [{ dev: { allowVulnerableServer: false } }, false],
    [{ dev: { allowVulnerableServer: true }, http: { host: '0.0.0.0' } }, false],
    [{ dev: { allowVulnerableServer: true }, natsServer: { host: '0.0.0.0' } }, false],
    [{ dev: { allowVulnerableServer: true }, natsUrl: 'nats://10.0.0.1' }, false],
    [{ dev: { allowVulnerableServer: true }, natsUrl: ['nats://127.0.0.1', 'nats://10.0.0.1'] }, false],
    [{ dev: { allowVulnerableServer: true }, natsUrl: 'nats://localhost:4222' }, true],
  ])('goes on with %j on a vulnerable server: %s', (options, expected) => {
    expect(resolveOptions(options, '').isVulnerableServerAllowed).toBe(expected);
  });
});
