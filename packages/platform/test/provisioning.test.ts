import { randomUUID } from 'node:crypto';
import { headers as createHeaders, type NatsConnection } from '@nats-io/nats-core';
import { fromSeed } from '@nats-io/nkeys';
import { type KeyCapabilities, ProvisionReply, platformServices } from '@symphony-ts/contract';
import { type NewKey, type Platform, startPlatform } from '@symphony-ts/platform';
import { connectWith, exchange } from './nats-user.js';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const none: KeyCapabilities = { pub: { allow: [] }, sub: { allow: [] } };
const pub = (...allow: string[]): KeyCapabilities => ({ pub: { allow }, sub: { allow: [] } });

async function registration(more: Partial<NewKey> = {}): Promise<NatsConnection> {
  const { token } = await platform.keys.create({ name: 'reg', kind: 'registration', prefix: 'team-*', ...more });
  return await connectWith(await exchange(platform, token));
}

interface Attempt {
  readonly requestId: string;
  readonly attempt: number;
}

async function mintAs(nc: NatsConnection, prefix: string, attempt: Attempt): Promise<unknown> {
  const request = JSON.stringify({ prefix, name: prefix, capabilities: none, ...attempt });
  return (await nc.request(platformServices.provision, request, { timeout: 10_000 })).json();
}

async function mint(nc: NatsConnection, prefix: string, capabilities = none, nkey?: string): Promise<unknown> {
  const headers = createHeaders();
  if (nkey !== undefined) headers.set('Nats-Request-Info', JSON.stringify({ user: nkey, acc: 'PEOPLE' }));
  const request = JSON.stringify({ prefix, name: prefix, capabilities });
  return (await nc.request(platformServices.provision, request, { headers, timeout: 10_000 })).json();
}

describe('a registration token', () => {
  it('mints a permanent key with the declared capabilities, and can do nothing else', async () => {
    const nc = await registration({ capabilities: pub('cirata.extensions.team-b.list') });
    const made = ProvisionReply.parse(await mint(nc, 'team-a', pub('cirata.extensions.team-b.list')));
    const credentials = await exchange(platform, made.token);
    expect(credentials).toMatchObject({ kind: 'extension', prefix: 'team-a', instanceId: made.id });
    expect(credentials.capabilities.pub.allow).toEqual(['cirata.extensions.team-b.list']);
    expect(platform.keys.list().find(({ id }) => id === made.id)).not.toHaveProperty('activateBefore');
    await expect(nc.request(platformServices.extensions, '')).rejects.toThrow();
    await expect(nc.request('$JS.API.INFO', '')).rejects.toThrow();
    await nc.close();
  });

  it('mints a key that connects, however much was declared', async () => {
    const nc = await registration({ capabilities: pub('cirata.extensions.team-b.*') });
    const own = Array.from({ length: 300 }, (_, i) => `cirata.extensions.team-a.endpoint${i}`);
    const foreign = Array.from({ length: 300 }, (_, i) => `cirata.extensions.team-b.endpoint${i}`);
    const declared = { pub: { allow: [...own, ...foreign] }, sub: { allow: own } };
    const made = ProvisionReply.parse(await mint(nc, 'team-a', declared));
    const key = await connectWith(await exchange(platform, made.token));
    await expect(key.flush()).resolves.toBeUndefined();
    await Promise.all([key.close(), nc.close()]);
  });

  it.each([
    ['another prefix', 'orders', none, 'REGISTRATION_REFUSED'],
    ['an endpoint of another extension', 'team-a', pub('cirata.extensions.orders.list'), 'INVALID_CAPABILITIES'],
    ['an event of another extension', 'team-a', pub('extensions.orders.placed'), 'INVALID_CAPABILITIES'],
    ['a foreign wildcard', 'team-a', pub('cirata.extensions.orders.>'), 'INVALID_CAPABILITIES'],
    ['a right of administration', 'team-a', pub('cirata.services.keys.admin'), 'INVALID_CAPABILITIES'],
    ['all services', 'team-a', pub('cirata.services.>'), 'INVALID_CAPABILITIES'],
    ['minting', 'team-a', pub(platformServices.provision), 'INVALID_CAPABILITIES'],
  ])('is refused %s', async (_what, prefix, capabilities, code) => {
    const nc = await registration();
    expect(await mint(nc, prefix, capabilities)).toMatchObject({ code });
    await nc.close();
  });

  it('is refused a prefix that the platform keeps for itself', async () => {
    const nc = await registration({ prefix: '*', maxUses: 1 });
    expect(await mint(nc, 'features')).toMatchObject({ code: 'REGISTRATION_REFUSED' });
    await nc.close();
  });

  it('refuses a key without a name, and does not count that as a use', async () => {
    const nc = await registration({ maxUses: 1 });
    const nameless = JSON.stringify({ prefix: 'team-a', name: ' ', capabilities: none });
    const reply = await nc.request(platformServices.provision, nameless, { timeout: 10_000 });
    expect(reply.headers?.get('Nats-Service-Error-Code')).toBe('400');
    expect(await mint(nc, 'team-a')).toHaveProperty('token');
    await nc.close();
  });

  it('hands on no more than it was given', async () => {
    const nc = await registration({ capabilities: pub('cirata.extensions.orders.list') });
    expect(await mint(nc, 'team-a', pub('cirata.extensions.orders.list'))).toHaveProperty('token');
    expect(await mint(nc, 'team-a', pub('cirata.extensions.orders.place'))).toMatchObject({
      code: 'INVALID_CAPABILITIES',
    });
    await nc.close();
  });

  it('mints as often as it may, however many ask at once', async () => {
    const nc = await registration({ maxUses: 3 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => mint(nc, 'team-race')));
    const tokens = answers.flatMap((answer) => ProvisionReply.safeParse(answer).data?.token ?? []);
    expect(new Set(tokens).size).toBe(3);
    await nc.close();
  });

  it('is known by what the server attests, not by what the caller writes', async () => {
    const { token } = await platform.keys.create({ name: 'other', kind: 'registration', prefix: 'gold-*' });
    const credentials = await exchange(platform, token);
    const gold = await connectWith(credentials);
    const nkey = fromSeed(new TextEncoder().encode(credentials.seed)).getPublicKey();
    const nc = await registration();
    expect(await mint(nc, 'gold-a', none, nkey)).toMatchObject({ code: 'REGISTRATION_REFUSED' });
    expect(await mint(gold, 'gold-a')).toHaveProperty('token');
    const client = await platform.keys.create({ name: 'c', kind: 'client', capabilities: pub('cirata.services.>') });
    const plain = await connectWith(await exchange(platform, client.token));
    expect(await mint(plain, 'gold-a', none, nkey)).toMatchObject({ code: 'AUTHENTICATION_FAILED' });
    await Promise.all([nc.close(), gold.close(), plain.close()]);
  });

  it('ends with its time', async () => {
    const { token } = await platform.keys.create({
      name: 'short',
      kind: 'registration',
      prefix: 'team-*',
      expires: new Date(Date.now() - 1),
    });
    await expect(exchange(platform, token)).rejects.toThrow('401');
  });
});

describe('a request for a key whose answer is lost', () => {
  const uses = (prefixes: string): number | undefined =>
    platform.keys.list().find(({ registers }) => registers?.prefixes === prefixes)?.registers?.uses;
  const requestId = (): string => randomUUID();

  it('gives the same key when it is repeated, for one use, and the lost token no longer counts', async () => {
    const nc = await registration({ prefix: 'lost-*', maxUses: 1 });
    const id = requestId();
    const lost = ProvisionReply.parse(await mintAs(nc, 'lost-a', { requestId: id, attempt: 0 }));
    const arrived = ProvisionReply.parse(await mintAs(nc, 'lost-a', { requestId: id, attempt: 1 }));
    expect(arrived.id).toBe(lost.id);
    await expect(exchange(platform, lost.token)).rejects.toThrow('401');
    await expect(exchange(platform, arrived.token)).resolves.toMatchObject({ instanceId: lost.id, prefix: 'lost-a' });
    expect(uses('lost-*')).toBe(1);
    expect(await mintAs(nc, 'lost-a', { requestId: requestId(), attempt: 0 })).toMatchObject({
      code: 'REGISTRATION_REFUSED',
    });
    await nc.close();
  });

  it('cannot be repeated once its key is used', async () => {
    const nc = await registration({ prefix: 'used-*' });
    const id = requestId();
    const { token } = ProvisionReply.parse(await mintAs(nc, 'used-a', { requestId: id, attempt: 0 }));
    await exchange(platform, token);
    expect(await mintAs(nc, 'used-a', { requestId: id, attempt: 1 })).toMatchObject({
      error: expect.stringContaining('in use already'),
    });
    await expect(exchange(platform, token)).resolves.toHaveProperty('jwt');
    expect(uses('used-*')).toBe(1);
    await nc.close();
  });

  it('is not mistaken for the request of another instance, nor for that of another registration token', async () => {
    const [one, other] = [await registration({ prefix: 'race-*' }), await registration({ prefix: 'race-*' })];
    const id = requestId();
    const answers = await Promise.all([
      mintAs(one, 'race-a', { requestId: id, attempt: 0 }),
      mintAs(one, 'race-a', { requestId: requestId(), attempt: 0 }),
      mintAs(other, 'race-a', { requestId: id, attempt: 0 }),
    ]);
    const made = answers.map((answer) => ProvisionReply.parse(answer));
    expect(new Set(made.map((key) => key.id)).size).toBe(3);
    for (const { token } of made) await exchange(platform, token);
    await Promise.all([one.close(), other.close()]);
  });

  it('ends with the answer to the last of attempts that overtake one another', async () => {
    const nc = await registration({ prefix: 'over-*', maxUses: 1 });
    const id = requestId();
    const answers = await Promise.all([2, 0, 1].map((attempt) => mintAs(nc, 'over-a', { requestId: id, attempt })));
    const last = ProvisionReply.parse(answers[0]);
    await expect(exchange(platform, last.token)).resolves.toHaveProperty('jwt');
    expect(uses('over-*')).toBe(1);
    await nc.close();
  });

  it('is refused without a proper id', async () => {
    const nc = await registration();
    expect(await mintAs(nc, 'team-a', { requestId: 'short', attempt: 0 })).toMatchObject({ code: 'INVALID_REQUEST' });
    await nc.close();
  });

  it('costs no use where no key could be made', async () => {
    await platform.keys.create({ name: 'owned', kind: 'extension', prefix: 'mine-a' });
    const nc = await registration({ prefix: 'mine-*', maxUses: 1, owner: 'somebody else' });
    expect(await mint(nc, 'mine-a')).toMatchObject({ code: 'PREFIX_TAKEN' });
    expect(uses('mine-*')).toBe(0);
    expect(await mint(nc, 'mine-b')).toHaveProperty('token');
    expect(uses('mine-*')).toBe(1);
    await nc.close();
  });
});
