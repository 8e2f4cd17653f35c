import { parseToken } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { askPlatform } from './ask-platform.js';
import { IdentityProvider } from './identity-provider.js';

const seconds = (): number => Math.floor(Date.now() / 1_000);
const HOUR_SECONDS = 3_600;
/** A key for a few minutes, like the one with which the API reference tries an operation. */
const brief = (...allow: string[]) => ({
  name: 'brief',
  kind: 'client',
  expires: new Date(Date.now() + 60_000).toISOString(),
  capabilities: { pub: { allow }, sub: { allow: [] } },
});

describe('a session whose person signed in a while ago', () => {
  let platform: Platform;
  let provider: IdentityProvider;
  let fresh: string;
  let old: string;

  beforeAll(async () => {
    provider = await IdentityProvider.start();
    platform = await startPlatform({ oidc: { issuer: provider.issuer, clientId: 'symphony' } });
    fresh = await signIn({ auth_time: seconds() });
    // The provider recognized the person without asking. The session is new, but the sign-in is not.
    old = await signIn({ auth_time: seconds() - HOUR_SECONDS });
  }, 60_000);
  afterAll(async () => {
    await platform?.stop();
    await provider?.[Symbol.asyncDispose]();
  });

  async function signIn(claims: object): Promise<string> {
    const idToken = await provider.token({ sub: 'ada', name: 'Ada', groups: ['administrators'], ...claims });
    const headers = { authorization: `Bearer ${idToken}` };
    const answer = await fetch(`${platform.httpUrl}/api/v1/usertoken`, { headers });
    return ((await answer.json()) as { token: string }).token;
  }

  async function send(token: string, method: string, path: string, body?: object) {
    type Answer = { code?: string; id?: string; token?: string } | undefined;
    const { status, body: answer } = await askPlatform<Answer>(platform, `${method} ${path}`, { token, body });
    return { status, ...answer };
  }

  it.each([
    ['makes no key', 'POST', 'keys', { name: 'lasting', kind: 'client' }],
    ['makes no registration token', 'POST', 'keys', { name: 'r', kind: 'registration', prefix: 'team-*' }],
    ['makes no brief key that makes keys', 'POST', 'keys', brief('cirata.services.keys.create')],
    ['makes no brief key that may everything', 'POST', 'keys', brief('cirata.services.>')],
    ['changes no role', 'PUT', 'admin/roles/guest', { groups: ['*'], capabilities: brief('x').capabilities }],
    ['deletes no role', 'DELETE', 'admin/roles/administrator', undefined],
    ['thaws no account', 'POST', 'admin/accounts/orders/thaw', undefined],
    ['deletes no account', 'DELETE', 'admin/accounts/orders', undefined],
  ])('%s', async (_what, method, path, body) => {
    const refused = await send(old, method, path, body);
    expect(refused).toMatchObject({ status: 403, code: 'SIGN_IN_AGAIN' });
  });

  it('changes and ends no key of somebody', async () => {
    const { id, token = '' } = await send(fresh, 'POST', 'keys', { name: 'a', kind: 'client' });
    expect(await send(old, 'PUT', `key/${id}`, { name: 'b' })).toMatchObject({ code: 'SIGN_IN_AGAIN' });
    expect(await send(old, 'DELETE', `key/${id}`)).toMatchObject({ code: 'SIGN_IN_AGAIN' });
    // The key itself is not a session. It may do the same as before.
    expect(await send(token, 'DELETE', `key/${id}`)).toMatchObject({ status: 204 });
  });

  it('reads, makes keys for a few minutes, and ends itself', async () => {
    expect(await send(old, 'GET', 'admin/roles')).toMatchObject({ status: 200 });
    const made = await send(old, 'POST', 'keys', brief('cirata.services.info'));
    expect(made.status).toBe(201);
    expect(await send(old, 'DELETE', `key/${made.id}`)).toMatchObject({ status: 204 });
    const other = await signIn({ auth_time: seconds() - HOUR_SECONDS });
    expect(await send(other, 'DELETE', `key/${parseToken(other).keyId}`)).toMatchObject({ status: 204 });
  });

  it.each([
    ['a provider that does not say when it asked', {}],
    ['a provider whose clock is ahead', { auth_time: seconds() + HOUR_SECONDS }],
  ])('counts from the token of %s', async (_what, claims) => {
    const token = await signIn(claims);
    expect(await send(token, 'POST', 'keys', { name: 'lasting', kind: 'client' })).toMatchObject({ status: 201 });
  });
});
