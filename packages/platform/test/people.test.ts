import { request } from 'node:http';
import { type Platform, type Role, startPlatform } from '@symphony-ts/platform';
import fc from 'fast-check';
import { eventually } from '../../../test/support/eventually.js';
import { askPlatform, type PlatformAnswer } from './ask-platform.js';
import { IdentityProvider } from './identity-provider.js';
import { connectWith, exchange } from './nats-user.js';

const role = (name: string, groups: string[], ...allow: string[]): Role => ({
  name,
  description: '',
  groups,
  capabilities: { pub: { allow }, sub: { allow: [] } },
});
const list = 'cirata.extensions.orders.list';
const place = 'cirata.extensions.orders.place';

let platform: Platform;
let provider: IdentityProvider;
beforeAll(async () => {
  provider = await IdentityProvider.start();
  platform = await startPlatform({
    rateLimits: { signIn: 10_000 },
    oidc: { issuer: provider.issuer, clientId: 'symphony' },
    roles: [
      role('administrator', ['admins'], 'cirata.extensions.>', 'cirata.services.>'),
      role('developer', ['devs'], list, place, 'cirata.services.keys.create'),
      role('guest', ['*'], 'cirata.services.info'),
    ],
  });
});
afterAll(async () => {
  await platform.stop();
  await provider[Symbol.asyncDispose]();
});

// oxlint-disable-next-line typescript/no-explicit-any -- what the platform answers is what is tested
type Answer = PlatformAnswer<any>;
const send = (token: string, method: string, path: string, body?: unknown): Promise<Answer> =>
  askPlatform(platform, `${method} ${path}`, { token, body });

async function signIn(sub: string, ...groups: string[]): Promise<string> {
  const { body } = await send(await provider.token({ sub, name: sub, groups }), 'GET', 'usertoken');
  return body.token;
}

describe('signing in', () => {
  it('gives a session with the rights of the roles', async () => {
    const token = await signIn('ada', 'devs');
    expect((await send(token, 'GET', 'userinfo')).body).toMatchObject({
      name: 'ada',
      groups: ['devs'],
      kind: 'client',
    });
    const { body } = await send(token, 'GET', 'roles');
    expect(body.roles.map(({ name }: Role) => name)).toEqual(['developer', 'guest']);
    expect(body.capabilities.pub.allow).toEqual([list, place, 'cirata.services.info', 'cirata.services.keys.create']);
    const nc = await connectWith(await exchange(platform, token));
    expect((await nc.request('cirata.services.info', '', { timeout: 10_000 })).json()).toMatchObject({
      name: 'Symphony',
    });
    await nc.close();
  });

  it('is one entry of the audit log, which names the key of the session', async () => {
    const root = await signIn('root', 'admins');
    const { id, key } = (await send(root, 'GET', 'userinfo')).body;
    const { body } = await send(root, 'GET', 'admin/audit?count=20');
    expect(body.filter((entry: object) => JSON.stringify(entry).includes(key))).toEqual([
      { at: expect.any(String), actor: id, action: 'person.sign-in', target: id, details: { key } },
    ]);
  });

  it('follows the provider to a new key', async () => {
    await signIn('before');
    await provider.rotate();
    await eventually(async () => (await signIn('after')) !== undefined);
  });

  it.each([
    ['for another audience', () => provider.token({ sub: 'x' }, { audience: 'other' })],
    ['of another issuer', () => provider.token({ sub: 'x' }, { issuer: 'http://elsewhere' })],
    ['that has ended', () => provider.token({ sub: 'x' }, { seconds: -60 })],
    [
      'for several, and another asked for it',
      () => provider.token({ sub: 'x', aud: ['symphony', 'other'], azp: 'other' }),
    ],
    ['without a subject', () => provider.token({ name: 'x' })],
    ['that is none', async () => 'a.b.c'],
    [
      'signed by nobody',
      async () =>
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"x"}').toString('base64url')}.`,
    ],
    [
      'with an altered body',
      async () => {
        const [header, , signature] = (await provider.token({ sub: 'x' })).split('.');
        return `${header}.${Buffer.from('{"sub":"root","groups":["admins"]}').toString('base64url')}.${signature}`;
      },
    ],
  ])('refuses a token %s', async (_what, token) => {
    expect(await send(await token(), 'GET', 'usertoken')).toMatchObject({
      status: 401,
      body: { code: 'AUTHENTICATION_FAILED' },
    });
  });

  it('needs a token, since development mode is off', async () => {
    expect((await fetch(`${platform.httpUrl}/api/v1/usertoken`)).status).toBe(401);
  });
});

describe('a token of the identity provider', () => {
  it.each([{ name: null, email: null }, { name: '' }, { name: ' ', preferred_username: 7 }])(
    'may describe its bearer with %j',
    async (claims) => {
      const { status, body } = await send(await provider.token({ sub: 'plain', ...claims }), 'GET', 'usertoken');
      expect([status, body.person?.name]).toEqual([200, 'plain']);
    },
  );

  it.each([
    ['is long', 'x'.repeat(300), 'x'.repeat(200)],
    ['has control characters', 'a\u0000\n\u202eb', 'a b'],
  ])('may have a name that %s', async (_what, name, expected) => {
    const { status, body } = await send(await provider.token({ sub: 'named', name }), 'GET', 'usertoken');
    expect([status, body.person?.name]).toEqual([200, expected]);
  });

  it('that says anything at all, signed or not, gives a session or 401', async () => {
    const part = fc.oneof(
      fc.base64String(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc
        .constantFrom('{"alg":"ES256"}', '{"alg":"none"}', '{"alg":"HS256","jwk":{}}')
        .map((text) => Buffer.from(text).toString('base64url')),
    );
    const dotted = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.'));
    const claims = fc.record(
      {
        sub: fc.oneof(fc.constantFrom('fuzzed', ' '), fc.jsonValue()),
        name: fc.oneof(fc.constant(''), fc.jsonValue()),
        preferred_username: fc.jsonValue(),
        email: fc.jsonValue(),
        groups: fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()),
        nbf: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const signed = claims.map((all) => provider.token(all));
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.oneof(dotted, signed), async (token) => {
        const headers = { authorization: `Bearer ${await token}` };
        const { status } = await fetch(`${platform.httpUrl}/api/v1/usertoken`, { headers });
        statuses.add(status);
        expect([200, 401]).toContain(status);
      }),
      { numRuns: 150 },
    );
    expect(statuses).toEqual(new Set([200, 401]));
  });
});

describe('keys over HTTP', () => {
  const grants = (...allow: string[]) => ({ pub: { allow }, sub: { allow: [] } });

  it('are made, listed, changed and revoked by their owner, and seen by nobody else', async () => {
    const [ada, bob] = [await signIn('ada', 'devs'), await signIn('bob', 'devs')];
    const made = await send(ada, 'POST', 'keys', { name: 'mine', kind: 'client', capabilities: grants(list) });
    expect(made.status).toBe(201);
    const { id, token } = made.body;
    const ids = async (who: string): Promise<string[]> =>
      (await send(who, 'GET', 'keys')).body.map((key: { id: string }) => key.id);
    expect([(await ids(ada)).includes(id), (await ids(bob)).includes(id)]).toEqual([true, false]);
    expect(JSON.stringify((await send(ada, 'GET', 'keys')).body)).not.toMatch(/hash|nkey|"token"/);
    expect((await send(bob, 'PUT', `key/${id}`, { name: 'his' })).status).toBe(404);
    expect((await send(bob, 'DELETE', `key/${id}`)).status).toBe(404);
    expect((await send(ada, 'PUT', `key/${id}`, { notes: 'for the till' })).body).toMatchObject({
      notes: 'for the till',
    });
    expect((await send(token, 'GET', 'userinfo')).status).toBe(200);
    expect((await send(ada, 'DELETE', `key/${id}`)).status).toBe(204);
    expect((await send(token, 'GET', 'userinfo')).status).toBe(401);
  });

  it('hold no more than their maker, who needs the right to make one', async () => {
    const [ada, guest] = [await signIn('ada', 'devs'), await signIn('guest')];
    const ask = (who: string, body: object): Promise<Answer> =>
      send(who, 'POST', 'keys', { name: 'k', kind: 'client', ...body });
    expect((await ask(guest, {})).body).toMatchObject({ code: 'PERMISSION_DENIED' });
    for (const subject of ['cirata.services.keys.admin', 'cirata.extensions.other.x', 'cirata.extensions.orders.>']) {
      expect((await ask(ada, { capabilities: grants(subject) })).body).toMatchObject({ code: 'INVALID_CAPABILITIES' });
    }
    const narrow = (await ask(ada, { capabilities: grants(list) })).body.token;
    expect((await ask(narrow, {})).body).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect((await ask(ada, { owner: 'somebody' })).status).toBe(400);
  });

  it.each([
    ['no prefix', { kind: 'extension' }],
    ['no proper prefix', { kind: 'extension', prefix: 'Not A Prefix' }],
    ['a prefix that is the platform’s', { kind: 'extension', prefix: 'all' }],
    ['no pattern', { kind: 'registration' }],
    ['a pattern that is the platform’s', { kind: 'registration', prefix: 'features' }],
    ['a prefix for nothing', { kind: 'client', prefix: 'orders' }],
    ['uses of what has none', { kind: 'client', maxUses: 1 }],
  ])('are refused with %s', async (_what, body) => {
    const root = await signIn('root', 'admins');
    const answer = await send(root, 'POST', 'keys', { name: 'k', ...body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  });

  it('keep a prefix with its first owner', async () => {
    const [ada, bob] = [await signIn('ada', 'devs'), await signIn('bob', 'devs')];
    const ask = (who: string): Promise<Answer> =>
      send(who, 'POST', 'keys', { name: 'k', kind: 'extension', prefix: 'adas' });
    expect([(await ask(ada)).status, (await ask(ada)).status]).toEqual([201, 201]);
    expect(await ask(bob)).toMatchObject({ status: 409, body: { code: 'PREFIX_TAKEN' } });
  });

  it('lose at once what a role loses, on live connections too', async () => {
    const [root, ada] = [await signIn('root', 'admins'), await signIn('ada', 'devs')];
    const { token, id } = (
      await send(ada, 'POST', 'keys', { name: 'k', kind: 'client', capabilities: grants(list, place) })
    ).body;
    const nc = await connectWith(await exchange(platform, token));
    const closed = nc.closed();
    const change = await send(root, 'PUT', 'admin/roles/developer', { groups: ['devs'], capabilities: grants(list) });
    expect(change.status).toBe(200);
    await closed;
    const again = await exchange(platform, token);
    expect(again).toMatchObject({ instanceId: id, capabilities: grants(list) });
    const back = await connectWith(again);
    await expect(back.request(place, '', { timeout: 300 })).rejects.toThrow(/permission/i);
    await back.close();
    expect((await send(ada, 'GET', 'admin/roles')).status).toBe(403);
  });

  it('are written into the audit log, without their secrets', async () => {
    const root = await signIn('root', 'admins');
    const { token, id } = (await send(root, 'POST', 'keys', { name: 'seen', kind: 'client' })).body;
    const { body } = await send(root, 'GET', 'admin/audit?count=20');
    expect(body[0]).toMatchObject({ action: 'key.create', target: id, details: { name: 'seen' } });
    expect(JSON.stringify(body)).not.toContain(token.split('.')[2]);
  });
});

describe('what administrators see', () => {
  it('is who has signed in, with the roles of now', async () => {
    await signIn('grace', 'devs');
    const root = await signIn('root', 'admins');
    const { body } = await send(root, 'GET', 'admin/people');
    const administrator = { name: 'root', groups: ['admins'], roles: ['administrator', 'guest'] };
    expect(body).toContainEqual(expect.objectContaining(administrator));
    expect(body).toContainEqual(expect.objectContaining({ name: 'grace', roles: ['developer', 'guest'] }));
    expect((await send(await signIn('ada', 'devs'), 'GET', 'admin/people')).status).toBe(403);
  });

  it('is how people sign in', async () => {
    const root = await signIn('root', 'admins');
    expect((await send(root, 'GET', 'admin/sign-in')).body).toEqual({
      development: false,
      sessionMs: 8 * 3_600_000,
      provider: { issuer: provider.issuer, clientId: 'symphony', groupsClaim: 'groups' },
    });
  });
});

describe('edited permissions', () => {
  it('reach a live connection, which comes back by itself under the same instance id', async () => {
    const root = await signIn('root', 'admins');
    const { token, id } = await platform.keys.create({ name: 'live', prefix: 'live', kind: 'extension' });
    let credentials = await exchange(platform, token);
    const nc = await connectWith(credentials);
    const closed = nc.closed();
    await send(root, 'PUT', `key/${id}`, { capabilities: grantsOf('cirata.extensions.orders.list') });
    await closed;
    credentials = await exchange(platform, token);
    expect(credentials.instanceId).toBe(id);
    const back = await connectWith(credentials);
    await back.flush();
    await back.close();
  });
  const grantsOf = (...allow: string[]) => ({ pub: { allow }, sub: { allow: [] } });
});

describe('the doors that are open to strangers', () => {
  it('let one address try only so often', async () => {
    await using strict = await startPlatform({ rateLimits: { signIn: 2, exchange: 3 } });
    const statuses = async (path: string): Promise<number[]> => {
      const all: number[] = [];
      for (let count = 0; count < 4; count += 1) all.push((await fetch(`${strict.httpUrl}/api/v1/${path}`)).status);
      return all;
    };
    expect(await statuses('usertoken')).toEqual([401, 401, 429, 429]);
    expect(await statuses('apikey')).toEqual([401, 401, 401, 429]);
  });
});

describe('development sign-in', () => {
  const ask = (port: string, headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path: '/api/v1/usertoken', headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', reject).end();
    });

  it('is for this machine under its own name alone', async () => {
    await using dev = await startPlatform({ dev: { signIn: true } });
    const { port, host } = new URL(dev.httpUrl);
    expect(await ask(port, { host })).toBe(200);
    expect(await ask(port, { host: `localhost:${port}` })).toBe(200);
    expect(await ask(port, { host: `evil.example:${port}` })).toBe(401);
    expect(await ask(port, { host, 'x-forwarded-for': '127.0.0.1' })).toBe(401);
  });
});
