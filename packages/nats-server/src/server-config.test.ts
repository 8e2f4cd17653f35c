import { buildServerConfig, type FixedPorts, readRequestedPorts, resolveFolders } from './server-config.js';
import type { JetStreamFlush, NatsServerOptions } from './server-options.js';

const folders = { ports: '/run/ports', store: '/run/store', resolver: '/run/resolver' };
const noPorts: FixedPorts = { client: undefined, websocket: undefined, monitoring: undefined, cluster: undefined };
const build = (options: NatsServerOptions, ports = noPorts, version = '2.15.1'): string =>
  buildServerConfig(options, { version, folders, ports });

describe('buildServerConfig', () => {
  it('listens on loopback, on a port of the choice of the server, with JetStream', () => {
    expect(build({})).toBe(
      'host: "127.0.0.1"\nport: -1\nports_file_dir: "/run/ports"\njetstream: {\n  store_dir: "/run/store"\n}\n',
    );
  });

  it('keeps the ports it is given', () => {
    const ports = { client: 1, websocket: 2, monitoring: 3, cluster: 4 };
    const text = build({ websocket: {}, monitoring: {}, cluster: { name: 'c' } }, ports);
    expect(text).toMatch(/^port: 1$/m);
    expect(text).toMatch(/websocket: \{\n {2}host: "127.0.0.1"\n {2}port: 2\n/);
    expect(text).toContain('http: "127.0.0.1:3"');
    expect(text).toContain('listen: "127.0.0.1:4"');
  });

  it.each<[string, NatsServerOptions, RegExp]>([
    ['no JetStream', { jetstream: false, host: '::1' }, /^host: "::1"\nport: -1\nports_file_dir: "\/run\/ports"\n$/],
    ['a time for authentication', { limits: { authTimeoutMs: 1_500 } }, /authorization: \{\n {2}timeout: 1.5\n\}/],
    ['limits', { limits: { maxPayloadBytes: 100 } }, /max_payload: 100\n/],
    ['TLS', { tls: { certFile: 'c', keyFile: 'k' } }, /tls: \{\n {2}cert_file: "c"\n {2}key_file: "k"\n\}/],
    ['a plain WebSocket', { websocket: {} }, /no_tls: true/],
    ['a WebSocket with TLS', { websocket: { tls: { certFile: 'c', keyFile: 'k' } } }, /websocket: \{[^}]*tls: \{/],
    [
      'operator mode',
      { operator: { jwt: 'eyJ', systemAccount: 'AS', resolver: { type: 'full', preload: { AS: 'eyK' } } } },
      /operator: "eyJ"\nsystem_account: "AS"\nresolver: \{\n {2}type: "full"\n {2}dir: "\/run\/resolver"\n {2}allow_delete: false\n\}\nresolver_preload: \{\n {2}AS: "eyK"\n\}/,
    ],
  ])('writes %s', (_, options, expected) => {
    expect(build(options)).toMatch(expected);
  });

  it.each<[string, JetStreamFlush | undefined, boolean]>([
    ['2.15.1', 'always', true],
    ['2.10.0', 'always', true],
    ['2.9.10', 'always', false],
    ['2.15.1', 'periodic', false],
    ['2.15.1', undefined, false],
  ])('tells a server %s to flush %s: %s', (version, flush, isTold) => {
    const text = build({ jetstream: flush ? { flush } : true }, noPorts, version);
    expect(text.includes('sync_interval: "always"')).toBe(isTold);
  });

  it('merges extra blocks into its own and lets them win', () => {
    const text = build({ config: { port: 9, jetstream: { max_mem: 5 }, debug: true } });
    expect(text).toContain('port: 9\n');
    expect(text).toContain('jetstream: {\n  store_dir: "/run/store"\n  max_mem: 5\n}');
    expect(text).toContain('debug: true\n');
  });

  it('puts extra text behind its own', () => {
    expect(build({ config: 'max_pending: 64MB' })).toMatch(/\}\nmax_pending: 64MB\n$/);
  });
});

describe('resolveFolders', () => {
  it('keeps everything in the run folder unless told otherwise', () => {
    expect(resolveFolders({}, '/run')).toEqual(folders);
    const operator = { jwt: '', systemAccount: '', resolver: { type: 'full', dir: '/keep/jwt', preload: {} } } as const;
    expect(resolveFolders({ jetstream: { storeDir: '/keep/js' }, operator }, '/run')).toEqual({
      ports: '/run/ports',
      store: '/keep/js',
      resolver: '/keep/jwt',
    });
  });
});

describe('readRequestedPorts', () => {
  it('takes 0 for a free port, as Node does', () => {
    expect(readRequestedPorts({ port: 0, monitoring: { port: 8222 } })).toEqual({ ...noPorts, monitoring: 8222 });
  });
});
