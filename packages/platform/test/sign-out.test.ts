import { type Platform, startPlatform } from '@symphony-ts/platform';
import { IdentityProvider } from './identity-provider.js';
import { connectWith, exchange } from './nats-user.js';

const event = { 'http://schemas.openid.net/event/backchannel-logout': {} };

let platform: Platform;
let provider: IdentityProvider;
beforeAll(async () => {
  provider = await IdentityProvider.start();
  const oidc = { issuer: provider.issuer, clientId: 'symphony' };
  platform = await startPlatform({ rateLimits: { signIn: 10_000 }, oidc });
});
afterAll(async () => {
  await platform.stop();
  await provider[Symbol.asyncDispose]();
});

async function signIn(claims: Record<string, unknown>): Promise<string> {
  const headers = { authorization: `Bearer ${await provider.token(claims)}` };
  const reply = await fetch(`${platform.httpUrl}/api/v1/usertoken`, { headers });
  const { token } = (await reply.json()) as { token: string };
  return token;
}

const statusOf = async (token: string): Promise<number> =>
  (await fetch(`${platform.httpUrl}/api/v1/userinfo`, { headers: { authorization: `Bearer ${token}` } })).status;

const post = (body: string | URLSearchParams): Promise<Response> =>
  fetch(`${platform.httpUrl}/api/v1/backchannel-logout`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });
const logOut = async (claims: Record<string, unknown>): Promise<Response> => {
  const token = await provider.token({ jti: crypto.randomUUID(), events: event, ...claims });
  return post(new URLSearchParams({ logout_token: token }));
};

describe('a logout token of the identity provider', () => {
  it('ends the session that it names, and its connections, and no other one', async () => {
    const [first, second] = [await signIn({ sub: 'ada', sid: 's1' }), await signIn({ sub: 'ada', sid: 's2' })];
    const nc = await connectWith(await exchange(platform, first));
    const reply = await logOut({ sub: 'ada', sid: 's1' });
    expect([reply.status, reply.headers.get('cache-control')]).toEqual([200, 'no-store']);
    await nc.closed();
    expect([await statusOf(first), await statusOf(second)]).toEqual([401, 200]);
  });

  it.each([
    ['a person', { sub: 'bob' }, [401, 401, 200]],
    ['a session, without the person', { sid: 'b1' }, [401, 200, 200]],
    ['somebody unknown', { sub: 'nobody', sid: 'b1' }, [200, 200, 200]],
  ])('that names %s ends what is theirs', async (_what, claims, statuses) => {
    const tokens = [
      await signIn({ sub: 'bob', sid: 'b1' }),
      await signIn({ sub: 'bob', sid: 'b2' }),
      await signIn({ sub: 'eve', sid: 'e1' }),
    ];
    expect((await logOut(claims)).status).toBe(200);
    expect(await Promise.all(tokens.map(statusOf))).toEqual(statuses);
    await logOut({ sub: 'bob' });
  });

  it('does not end a session that began after it', async () => {
    const old = await signIn({ sub: 'carl' });
    const iat = Math.floor(Date.now() / 1_000) - 300;
    expect((await logOut({ sub: 'carl', iat })).status).toBe(200);
    expect(await statusOf(old)).toBe(200);
  });

  it.each([
    ['no form', () => post('{}')],
    ['a form without it', () => post('token=a')],
    ['two of them', () => post('logout_token=a&logout_token=b')],
    ['text', () => post('logout_token=a')],
    ['an ID token', () => logOut({ sub: 'dora', events: undefined })],
    ['one with a nonce', () => logOut({ sub: 'dora', nonce: 'n' })],
    ['one of another event', () => logOut({ sub: 'dora', events: { other: {} } })],
    ['one without an id', () => logOut({ sub: 'dora', jti: undefined })],
    ['one that names nobody', () => logOut({})],
    ['one that is old', () => logOut({ sub: 'dora', iat: Math.floor(Date.now() / 1_000) - 3_600 })],
    ['one for another client', async () => post(`logout_token=${await otherClient()}`)],
  ])('is not %s', async (_what, send) => {
    const session = await signIn({ sub: 'dora', sid: 'd1' });
    const reply = await send();
    expect([reply.status, await reply.json()]).toEqual([400, expect.objectContaining({ code: 'INVALID_REQUEST' })]);
    expect(await statusOf(session)).toBe(200);
  });

  const otherClient = () => provider.token({ sub: 'dora', jti: 'j', events: event }, { audience: 'another client' });

  it('does not sign anybody in', async () => {
    const token = await provider.token({ sub: 'fred', jti: 'j', events: event });
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${platform.httpUrl}/api/v1/usertoken`, { headers })).status).toBe(401);
  });
});
