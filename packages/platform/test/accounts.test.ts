import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/nats-core';
import { limits, platformServices, STATUS_BUCKET, type StatusEntry, statusKey } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { openObjectStore } from '@symphony-ts/storage';
import { eventually } from '../../../test/support/eventually.js';
import { gateOf } from '../src/operator/gates.js';
import { connectWith, exchange, join, manifest } from './nats-user.js';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ dev: { grantDeclared: true } });
});
afterAll(() => platform.stop());

const register = async (nc: NatsConnection, prefix: string, more = {}): Promise<unknown> =>
  (await nc.request(platformServices.register, manifest(prefix, more), { timeout: 10_000 })).json();

const status = (prefix: string, instanceId: string, state: StatusEntry['status'] = 'ok'): string => {
  const now = new Date().toISOString();
  return JSON.stringify({
    prefix,
    instanceId,
    name: prefix,
    version: '1.0.0',
    status: state,
    started: now,
    timestamp: now,
  });
};

const beat = async (nc: NatsConnection, prefix: string, id: string, state?: StatusEntry['status']): Promise<void> => {
  const bucket = await new Kvm(nc).open(STATUS_BUCKET, { allow_direct: true });
  await bucket.put(statusKey(prefix, id), status(prefix, id, state));
};

const liveIds = (prefix: string): string[] =>
  platform.registry
    .list()
    .flatMap((extension) => (extension.prefix === prefix ? extension.instances.map((live) => live.instanceId) : []));

describe('an account made while the server runs', () => {
  it('takes a registration and holds the buckets the platform makes in it', async () => {
    const orders = await join(platform, 'orders');
    const reply = await register(orders.nc, 'orders', { buckets: [{ name: 'orders_items' }] });
    expect(reply).toMatchObject({ buckets: [{ name: 'orders_items', outcome: 'created' }] });
    const items = await new Kvm(orders.nc).open('orders_items', { allow_direct: true });
    await items.put('a', '1');
    expect((await items.get('a'))?.string()).toBe('1');
    expect(await register(orders.nc, 'orders', { buckets: [{ name: 'orders_items' }] })).toMatchObject({
      buckets: [{ name: 'orders_items', outcome: 'unchanged' }],
    });
    expect((await items.get('a'))?.string()).toBe('1');
    await orders.nc.close();
  });

  it('reaches a foreign service and a foreign event once they are declared, on a live connection', async () => {
    const shop = await join(platform, 'shop');
    const stock = await join(platform, 'stock');
    await register(stock.nc, 'stock');
    stock.nc.subscribe('cirata.extensions.stock.take', {
      callback: (_error, message) => void message.respond('taken'),
    });
    const events: string[] = [];
    shop.nc.subscribe('extensions.stock.empty', { callback: (_error, message) => void events.push(message.string()) });
    await stock.nc.flush();

    const call = (endpoint: string): Promise<string> =>
      shop.nc.request(`cirata.extensions.stock.${endpoint}`, '', { timeout: 500 }).then((message) => message.string());
    await expect(call('take')).rejects.toThrow();
    await register(shop.nc, 'shop', {
      capabilities: [
        { type: 'pub', subject: 'extensions.stock.take' },
        { type: 'sub', subject: 'extensions.stock.empty' },
      ],
    });
    await eventually(async () => expect(await call('take')).toBe('taken'));
    stock.nc.subscribe('cirata.extensions.stock.audit', {
      callback: (_error, message) => void message.respond('secret'),
    });
    await stock.nc.flush();
    await expect(call('audit')).rejects.toThrow();
    await eventually(() => {
      stock.nc.publish('extensions.stock.empty', 'all gone');
      return events.includes('all gone');
    });
    expect(shop.nc.isClosed()).toBe(false);
    await Promise.all([shop.nc.close(), stock.nc.close()]);
  });

  it('shows its status to the platform, live, and what it drops', async () => {
    const clock = await join(platform, 'clock');
    await register(clock.nc, 'clock');
    await beat(clock.nc, 'clock', clock.id);
    await eventually(() => liveIds('clock').includes(clock.id));
    await beat(clock.nc, 'clock', clock.id, 'disconnected');
    await eventually(() => liveIds('clock').length === 0);
    await clock.nc.close();
  });

  it('cannot show a status as another extension', async () => {
    const [liar, honest] = [await join(platform, 'liar'), await join(platform, 'honest')];
    await Promise.all([register(liar.nc, 'liar'), register(honest.nc, 'honest')]);
    await beat(liar.nc, 'honest', 'FAKE');
    await beat(liar.nc, 'liar', liar.id);
    await eventually(() => liveIds('liar').includes(liar.id));
    expect(liveIds('honest')).toEqual([]);
    await Promise.all([liar.nc.close(), honest.nc.close()]);
  });

  it('holds object stores, which grow with their declaration and never shrink', async () => {
    const media = await join(platform, 'media');
    const declare = (size: number): Promise<unknown> =>
      register(media.nc, 'media', { buckets: [{ name: 'films', object_store: true, max_bucket_size: size }] });
    const outcome = (value: string): object => ({ buckets: [{ name: 'films', outcome: value }] });
    expect(await declare(2 ** 20)).toMatchObject(outcome('created'));
    const films = await openObjectStore(media.nc, 'films');
    await films.put('short', new Uint8Array(1_000));
    expect(await declare(2 ** 20)).toMatchObject(outcome('unchanged'));
    expect(await declare(2 ** 21)).toMatchObject(outcome('updated'));
    expect(await declare(2 ** 20)).toMatchObject({ code: 'BUCKET_WOULD_SHRINK' });
    expect((await films.info('short'))?.size).toBe(1_000);
    await media.nc.close();
  });

  it.each(['the caller’s', 'a third'])('answers a call that is under way while %s account changes', async (whose) => {
    const [caller, callee] = [await join(platform, 'caller'), await join(platform, 'callee')];
    const spare = await join(platform, whose === 'a third' ? 'third' : 'caller');
    await register(callee.nc, 'callee');
    await register(caller.nc, 'caller', { capabilities: [{ type: 'pub', subject: 'extensions.callee.slow' }] });
    const arrived = new Promise<() => void>((resolve) => {
      callee.nc.subscribe('cirata.extensions.callee.slow', {
        callback: (_error, message) => resolve(() => void message.respond('done')),
      });
    });
    await callee.nc.flush();
    const call = caller.nc.request('cirata.extensions.callee.slow', '', { timeout: 60_000 });
    const respond = await arrived;
    await platform.keys.revoke(spare.id);
    respond();
    expect((await call).string()).toBe('done');
    await Promise.all([caller.nc.close(), callee.nc.close()]);
  });

  it('has JetStream however many there are', async () => {
    for (let count = 0; count < 50; count += 1) {
      await platform.keys.create({ name: 'one of many', prefix: `many${count}`, kind: 'extension' });
    }
    const last = await join(platform, 'last');
    expect(await register(last.nc, 'last', { buckets: [{ name: 'last_items' }] })).toHaveProperty('registered');
    await last.nc.close();
  });

  it('refuses a manifest of another prefix, and names everything that is wrong with one', async () => {
    const alpha = await join(platform, 'alpha');
    expect(await register(alpha.nc, 'beta')).toMatchObject({ code: 'REGISTRATION_REFUSED' });
    const wrong = { version: 'one', buckets: [{ name: 'symphony_keys' }], menus: 1 };
    expect(await register(alpha.nc, 'alpha', wrong)).toMatchObject({
      code: 'INVALID_INPUT',
      details: [{ path: 'version' }, { path: 'buckets.0.name' }],
    });
    const capabilities = [{ type: 'sub', subject: 'extensions.*.created' }];
    expect(await register(alpha.nc, 'alpha', { capabilities })).toMatchObject({
      code: 'REGISTRATION_REFUSED',
      error: expect.stringContaining('wildcard'),
    });
    expect(platform.registry.list().map(({ prefix }) => prefix)).not.toContain('alpha');
    await alpha.nc.close();
  });
});

describe('credentials', () => {
  const jti = (jwt: string): unknown =>
    Reflect.get(Object(JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())), 'jti');

  it('carry the same instance id and NKey at every exchange', async () => {
    const { id, token } = await platform.keys.create({ name: 'stable', prefix: 'stable', kind: 'extension' });
    const [first, second] = [await exchange(platform, token), await exchange(platform, token)];
    expect([jti(first.jwt), jti(second.jwt), first.instanceId]).toEqual([id, id, id]);
    expect(second.seed).toBe(first.seed);
    const nc = await connectWith(second);
    await nc.flush();
    await nc.close();
  });

  it('end within moments of their revocation, while a neighbour goes on', async () => {
    const [victim, neighbour] = [await join(platform, 'victim'), await join(platform, 'victim')];
    const closed = victim.nc.closed();
    await platform.keys.revoke(victim.id);
    await closed;
    await expect(exchange(platform, victim.token)).rejects.toThrow('401');
    await expect(connectWith(victim.credentials)).rejects.toThrow();
    await neighbour.nc.flush();
    expect(neighbour.nc.isClosed()).toBe(false);
    await neighbour.nc.close();
  });
});

describe('a server that is killed', () => {
  it('comes back with accounts, buckets and imports, to which a platform goes on adding', async () => {
    const before = await join(platform, 'before', {
      reconnect: true,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 100,
    });
    await register(before.nc, 'before');
    await beat(before.nc, 'before', before.id);
    await eventually(() => liveIds('before').includes(before.id));

    await platform.natsServer?.kill();
    await platform.natsServer?.restart();
    await eventually(() =>
      before.nc.flush().then(
        () => true,
        () => false,
      ),
    );
    // A platform that is ready serves HTTP. It is healthy once it also hears extensions again.
    await eventually(async () => (await fetch(`${platform.httpUrl}/api/v1/health`)).ok);
    await eventually('the new version is registered', async () => {
      const reply = await register(before.nc, 'before', { version: '2.0.0' });
      expect(reply).toMatchObject({ registered: expect.any(String) });
    });
    await beat(before.nc, 'before', before.id, 'warning');
    await eventually(() =>
      platform.registry.list().some((extension) => extension.prefix === 'before' && extension.status === 'warning'),
    );

    const after = await join(platform, 'after');
    expect(await register(after.nc, 'after')).toMatchObject({ registered: expect.any(String) });
    await Promise.all([before.nc.close(), after.nc.close()]);
  });
});

describe('a client', () => {
  const prefixes = Array.from({ length: 8 }, (_, index) => `gated-${index}`);
  const answers = async (prefix: string): Promise<NatsConnection> => {
    const { nc } = await join(platform, prefix);
    nc.subscribe(`cirata.extensions.${prefix}.list`, { callback: (_error, message) => void message.respond(prefix) });
    await nc.flush();
    return nc;
  };
  async function reader(): Promise<NatsConnection> {
    const named = [...prefixes, 'gated-nobody', 'slow'].map((prefix) => `cirata.extensions.${prefix}.list`);
    const capabilities = { pub: { allow: named }, sub: { allow: [] } };
    const { token } = await platform.keys.create({ name: 'reader', kind: 'client', capabilities });
    return connectWith(await exchange(platform, token));
  }

  it('reaches extensions behind every gate, and hears at once where nobody answers', async () => {
    expect(new Set(prefixes.map(gateOf)).size).toBeGreaterThan(4);
    const nc = await reader();
    const joined = await Promise.all(prefixes.map(answers));
    const ask = async (prefix: string) =>
      (await nc.request(`cirata.extensions.${prefix}.list`, '', { timeout: 10_000 })).string();
    expect(await Promise.all(prefixes.map(ask))).toEqual(prefixes);
    // An old server (2.9.10) does not report across accounts that nobody answers.
    const refusal = nc.info?.version.startsWith('2.9.') ? /timeout/i : /no responders/i;
    await expect(ask('gated-nobody')).rejects.toThrow(refusal);
    await expect(nc.request('cirata.extensions.gated-0.admin')).rejects.toThrow(
      'Permissions Violation for Publish to "cirata.extensions.gated-0.admin"',
    );
    await Promise.all([nc, ...joined].map((connection) => connection.close()));
  });

  it('reaches endpoints of as many tokens as a subject may have', async () => {
    const { nc: deep } = await join(platform, 'deep');
    const subject = `cirata.extensions.deep${'.x'.repeat(limits.subjectTokens - 3)}`;
    deep.subscribe(subject, { callback: (_error, message) => void message.respond(message.subject) });
    await deep.flush();
    const { token } = await platform.keys.create({
      name: 'reader',
      kind: 'client',
      capabilities: { pub: { allow: [subject] }, sub: { allow: [] } },
    });
    const nc = await connectWith(await exchange(platform, token));
    expect((await nc.request(subject, '', { timeout: 10_000 })).string()).toBe(subject);
    await Promise.all([deep, nc].map((connection) => connection.close()));
  });

  it('gets the answer it waits for while another extension joins', async () => {
    const [{ nc: slow }, nc] = await Promise.all([join(platform, 'slow'), reader()]);
    // When an account of a gate changes, a server forgets where replies in progress through that gate go.
    const newcomer = ['new-a', 'new-b', 'new-c'].find((prefix) => gateOf(prefix) !== gateOf('slow')) ?? '';
    slow.subscribe('cirata.extensions.slow.list', {
      callback: (_error, message) =>
        void join(platform, newcomer).then(({ nc: other }) => other.close().then(() => message.respond('late'))),
    });
    await slow.flush();
    expect((await nc.request('cirata.extensions.slow.list', '', { timeout: 60_000 })).string()).toBe('late');
    await Promise.all([slow, nc].map((connection) => connection.close()));
  });
});
