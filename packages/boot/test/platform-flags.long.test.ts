import { generateKeyPairSync, sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { startNatsServer } from '@symphony-ts/nats-server';
import { Cli, runCli } from './cli.js';
import { greeter, Project } from './project.js';

/** A self-signed certificate that is valid only for the name `localhost`. */
const fixtures = resolve(__dirname, '..', '..', 'client', 'test', 'fixtures');
const [cert, key] = [resolve(fixtures, 'localhost-cert.pem'), resolve(fixtures, 'localhost-key.pem')];

let project: Project;
let platform: Cli | undefined;
beforeAll(async () => {
  project = await Project.create({ 'greeter.ts': greeter('Hello') });
});
afterEach(async () => {
  platform?.signal('SIGTERM');
  await platform?.ended;
  platform = undefined;
});
afterAll(() => project[Symbol.asyncDispose]());

/** Starts a platform with these flags. Returns its HTTP address and an administrator's token. */
async function start(
  data: string,
  ...flags: readonly string[]
): Promise<{ readonly url: string; readonly admin: string }> {
  const args = ['platform', '--data', data, '--port', '0', '--nats-port', '0', '--admin-token', ...flags];
  platform = new Cli(args, { cwd: project.folder });
  const admin = (await platform.waitFor(/^(\S+\.\S+\.\S+)\n$/m))[1] ?? '';
  return { url: /platform: (\S+),/.exec(platform.stderr)?.[1] ?? '', admin };
}

describe('symphony-boot platform', () => {
  it('serves HTTPS and NATS with the certificate it is given', async () => {
    const { url, admin } = await start('tls', '--host', 'localhost', '--tls-cert', cert, '--tls-key', key);
    expect(url).toMatch(/^https:\/\/localhost:/);
    expect(platform?.stderr).toMatch(/NATS: tls:/);
    const run = (args: readonly string[], env: Readonly<Record<string, string>>) =>
      runCli(args, { cwd: project.folder, env: { NODE_EXTRA_CA_CERTS: cert, SYMPHONY_ADDRESS: url, ...env } });
    const made = await run(['keys', 'create', 'Greeter', '--prefix', 'greeter'], { SYMPHONY_TOKEN: admin });
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\S+\n$/) });
    const token = { SYMPHONY_TOKEN_GREETER: made.stdout.trim() };
    const checked = await run(['doctor', 'greeter.ts'], token);
    expect(checked).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ok {4}NATS/m) });
    const stranger = await run(['doctor', 'greeter.ts'], { ...token, NODE_EXTRA_CA_CERTS: '' });
    expect(stranger).toMatchObject({ code: 1, stdout: expect.stringMatching(/^FAIL {2}HTTP .*certificate/m) });
  });

  it('signs people in who come from the identity provider it is told of', async () => {
    await using provider = await IdentityProvider.start();
    const flags = ['--oidc-issuer', provider.issuer, '--oidc-client-id', 'browser', '--oidc-groups-claim', 'teams'];
    const { url } = await start('oidc', ...flags);
    const info: unknown = await (await fetch(`${url}/api/v1/symphonyinfo`)).json();
    expect(info).toMatchObject({ oidc: { issuer: provider.issuer, clientId: 'browser' } });
    const signIn = async (audience: string): Promise<unknown> => {
      const token = provider.token({ sub: 'ada', aud: audience, groups: [], teams: ['administrators'] });
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${url}/api/v1/usertoken`, { headers })).json();
    };
    expect(await signIn('browser')).toMatchObject({
      token: expect.any(String),
      person: { groups: ['administrators'] },
    });
    expect(await signIn('somebody else')).toMatchObject({ code: 'AUTHENTICATION_FAILED' });
  });

  it('frames documents of the second host it is given, and of no other', async () => {
    const { url } = await start('second-host', '--dev', '--sandbox-origin', 'http://*.localhost');
    const policy = (await fetch(url)).headers.get('content-security-policy');
    expect(policy).toContain(`frame-src ${url}/ui/f/ http://*.localhost:${new URL(url).port};`);
  });

  it('charges licences that are signed with a key it is given', async () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const file = resolve(project.folder, 'vendor.pem');
    await writeFile(file, publicKey.export({ type: 'spki', format: 'pem' }));
    const { url, admin } = await start('licensed', '--vendor-key', file);
    const headers = { authorization: `Bearer ${admin}` };
    const enforcement: unknown = await (await fetch(`${url}/api/v1/usage/enforcement`, { headers })).json();
    expect(enforcement).toMatchObject({ status: 'enforcement_enforced' });
  });

  it('runs on a server of somebody else that has what server-config prints', async () => {
    const accounts = resolve(project.folder, 'accounts');
    const args = ['platform', 'server-config', '--keys', 'operator', '--accounts', accounts];
    const printed = await runCli(args, { cwd: project.folder });
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    await using server = await startNatsServer({ config: printed.stdout });
    const flags = ['--keys', 'operator', '--nats', server.url, '--admin-token', '--trust-proxy', '1'];
    platform = new Cli(['platform', '--data', 'elsewhere', '--port', '0', ...flags], { cwd: project.folder });
    const admin = (await platform.waitFor(/^(\S+\.\S+\.\S+)\n$/m))[1] ?? '';
    expect(platform.stderr).toContain(`NATS: ${server.url}`);
    const url = /platform: (\S+),/.exec(platform.stderr)?.[1] ?? '';
    const headers = { authorization: `Bearer ${admin}` };
    expect((await fetch(`${url}/api/v1/keys`, { headers })).status).toBe(200);
    platform.signal('SIGTERM');
    await platform.ended;
  });

  it('refuses proxies that are neither a number nor addresses', async () => {
    const args = ['platform', '--data', 'proxies', '--port', '0', '--nats-port', '0', '--trust-proxy', 'nowhere'];
    const { code, stderr } = await runCli(args, { cwd: project.folder });
    expect(code).toBe(1);
    expect(stderr).toContain("'nowhere' is not an address or a range");
  });

  it.each([
    [['--vendor-key', 'nowhere.pem'], '--vendor-key nowhere.pem cannot be read: ENOENT'],
    [['--page-packages', 'catalog=nowhere'], 'nowhere is not a folder that can be read'],
    [['--tls-cert', cert], '--tls-cert and --tls-key go together'],
    [['--oidc-client-id', 'browser'], '--oidc-issuer and --oidc-client-id go together'],
  ])('refuses %j alone', async (flags, text) => {
    const args = ['platform', '--data', 'half', '--port', '0', '--nats-port', '0', ...flags];
    const { code, stderr } = await runCli(args, { cwd: project.folder });
    expect(code).not.toBe(0);
    expect(stderr).toContain(text);
  });
});

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The parts of an OpenID provider that a platform uses: discovery, keys and signed tokens. */
class IdentityProvider implements AsyncDisposable {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', ({ url }, response) => {
      const key = { ...this.#keys.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256' };
      const answer = url?.includes('openid-configuration')
        ? { issuer: this.issuer, jwks_uri: `${this.issuer}/keys` }
        : { keys: [key] };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
  }

  static async start(): Promise<IdentityProvider> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new IdentityProvider(server);
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  token(claims: object): string {
    const iat = Math.floor(Date.now() / 1_000);
    const text = `${part({ alg: 'ES256', kid: 'one' })}.${part({ iss: this.issuer, iat, exp: iat + 300, ...claims })}`;
    const signature = sign('sha256', Buffer.from(text), { key: this.#keys.privateKey, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
