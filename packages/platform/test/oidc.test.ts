import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import Provider from 'oidc-provider';
import { eventually } from '../../../test/support/eventually.js';

/** A public client in a browser, like the user interface: code flow with PKCE, without a secret. */
const REDIRECT = 'http://localhost:9999/signed-in';

let server: Server;
let issuer: string;
let platform: Platform;
beforeAll(async () => {
  // The provider prints warnings about production at every start.
  for (const level of ['info', 'warn'] as const) jest.spyOn(console, level).mockImplementation(() => undefined);
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  platform = await startPlatform({ oidc: { issuer, clientId: 'symphony' } });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'symphony',
        redirect_uris: [REDIRECT],
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        backchannel_logout_uri: `${platform.httpUrl}/api/v1/backchannel-logout`,
        backchannel_logout_session_required: true,
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'groups'] },
    conformIdTokenClaims: false,
    findAccount: (_context, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, name: `Dr ${id}`, groups: ['administrators'] }),
    }),
    features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
    pkce: { required: () => true },
    cookies: { keys: [randomBytes(16).toString('hex')] },
  });
  server.on('request', provider.callback());
});
afterAll(async () => {
  jest.restoreAllMocks();
  await platform?.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** The parts of a browser that signing in needs: cookies, redirects and the two forms of the provider. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async send(url: string, form?: Record<string, string>): Promise<Response> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }

  /** Follows redirects and fills in forms, until the provider sends the browser back to the application. */
  async signIn(start: string, login: string): Promise<URL> {
    let response = await this.send(start);
    for (let step = 0; step < 20; step += 1) {
      const location = response.headers.get('location');
      if (location?.startsWith(REDIRECT)) return new URL(location);
      if (location) {
        response = await this.send(new URL(location, issuer).href);
        continue;
      }
      const page = await response.text();
      const action = /action="([^"]+)"/.exec(page)?.[1];
      const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1];
      if (!action || !prompt) throw new Error(`no form in ${page}`);
      response = await this.send(new URL(action, issuer).href, { prompt, login, password: 'any' });
    }
    throw new Error('the provider does not come to an end');
  }

  /** Signs out at the provider itself, which asks for confirmation. */
  async signOut(): Promise<void> {
    const page = await (await this.send(`${issuer}/session/end`)).text();
    const action = /action="([^"]+)"/.exec(page)?.[1] ?? '';
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await this.send(new URL(action, issuer).href, { xsrf, logout: 'yes' });
  }
}

async function idToken(login: string, browser = new Browser()): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: 'symphony',
    response_type: 'code',
    redirect_uri: REDIRECT,
    scope: 'openid profile',
    state: 'state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const back = await browser.signIn(`${issuer}/auth?${query.toString()}`, login);
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'symphony',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: REDIRECT,
      code_verifier: verifier,
    }),
  });
  const answer: unknown = await response.json();
  const token: unknown = Reflect.get(Object(answer), 'id_token');
  if (typeof token !== 'string') throw new Error(JSON.stringify(answer));
  return token;
}

describe('signing in through a real OpenID provider', () => {
  it('gives a session with the roles of its groups', async () => {
    const headers = { authorization: `Bearer ${await idToken('ada')}` };
    const session = await (await fetch(`${platform.httpUrl}/api/v1/usertoken`, { headers })).json();
    expect(session).toMatchObject({ person: { name: 'Dr ada', groups: ['administrators'] } });
    const own = { authorization: `Bearer ${String(Reflect.get(Object(session), 'token'))}` };
    const roles = await (await fetch(`${platform.httpUrl}/api/v1/roles`, { headers: own })).json();
    expect(roles).toMatchObject({ roles: [{ name: 'administrator' }] });
  });

  it('ends when the person signs out there', async () => {
    const browser = new Browser();
    const signIn = async (token: string): Promise<Record<string, string>> => {
      const headers = { authorization: `Bearer ${token}` };
      const session: unknown = await (await fetch(`${platform.httpUrl}/api/v1/usertoken`, { headers })).json();
      return { authorization: `Bearer ${String(Reflect.get(Object(session), 'token'))}` };
    };
    const [own, other] = [await signIn(await idToken('bob', browser)), await signIn(await idToken('bob'))];
    const statusOf = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${platform.httpUrl}/api/v1/userinfo`, { headers })).status;
    expect([await statusOf(own), await statusOf(other)]).toEqual([200, 200]);
    await browser.signOut();
    await eventually(async () => (await statusOf(own)) === 401);
    expect(await statusOf(other)).toBe(200);
  });
});
