import { Kvm } from '@nats-io/kv';
import { headers, type NatsConnection } from '@nats-io/nats-core';
import {
  ErrorReply,
  platformServices,
  StorageHistoryReply,
  type StorageListReply,
  type StorageOperation,
  storageRight,
} from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { decodeJwt } from 'jose';
import { connectWith, exchange, type Joined, join, manifest } from './nats-user.js';

const operations: readonly StorageOperation[] = ['get', 'put', 'delete', 'list'];
const wire = {
  get: platformServices.storageGet,
  put: platformServices.storagePut,
  delete: platformServices.storageDelete,
  list: platformServices.storageList,
};

let platform: Platform;
let orders: Joined;
let billing: Joined;
const connections: NatsConnection[] = [];

beforeAll(async () => {
  platform = await startPlatform({ dev: { grantDeclared: true } });
  [orders, billing] = await Promise.all([join(platform, 'orders'), join(platform, 'billing')]);
  connections.push(orders.nc, billing.nc);
  const register = async ({ nc }: Joined, prefix: string, buckets: object[]) => {
    const reply = await nc.request(platformServices.register, manifest(prefix, { buckets }), { timeout: 10_000 });
    expect(reply.headers?.get('Nats-Service-Error')).toBeFalsy();
  };
  await register(orders, 'orders', [{ name: 'items', description: 'Items' }, { name: 'many' }, { name: 'wide' }]);
  await register(billing, 'billing', [{ name: 'items' }, { name: 'bills' }]);
});
afterAll(async () => {
  await Promise.all(connections.map((nc) => nc.close()));
  await platform.stop();
});

/** A plain client that may call the named services, with these rights on buckets. */
async function client(...rights: string[]): Promise<NatsConnection> {
  const allow = [...Object.values(wire), ...rights];
  const { token } = await platform.keys.create({
    name: 'client',
    kind: 'client',
    capabilities: { pub: { allow }, sub: { allow: [] } },
  });
  const nc = await connectWith(await exchange(platform, token));
  connections.push(nc);
  return nc;
}
const everything = (prefix: string, bucket: string) =>
  operations.map((operation) => storageRight(operation, prefix, bucket));

async function ask(nc: NatsConnection, operation: StorageOperation, request: object): Promise<unknown> {
  const answer = await nc.request(wire[operation], JSON.stringify(request), { timeout: 5_000 });
  return answer.json();
}
const refusal = async (nc: NatsConnection, operation: StorageOperation, request: object) =>
  ErrorReply.parse(await ask(nc, operation, request)).code;

describe('revisions', () => {
  const services = [platformServices.storageHistory, platformServices.storageWatch];
  const call = async (nc: NatsConnection, name: string, request: object) =>
    (
      await nc.request(
        `cirata.services.storage.${name}`,
        JSON.stringify({ bucket: 'kept', prefix: 'notes', ...request }),
        {
          timeout: 30_000,
        },
      )
    ).json<Record<string, unknown>>();
  let notes: Joined;
  beforeAll(async () => {
    notes = await join(platform, 'notes');
    const buckets = [{ name: 'kept', max_history_per_key: 5 }];
    await notes.nc.request(platformServices.register, manifest('notes', { buckets }), { timeout: 10_000 });
    connections.push(notes.nc);
  });
  const open = (): Promise<NatsConnection> => client(...services, ...everything('notes', 'kept'));

  it('are compared and set: of two writers who saw the same, one wins', async () => {
    const nc = await open();
    const { revision } = await call(nc, 'put', { key: 'cas', value: 1, revision: 0 });
    const both = await Promise.all([2, 3].map((value) => call(nc, 'put', { key: 'cas', value, revision })));
    expect(both.filter(({ code }) => code === 'REVISION_CONFLICT')).toHaveLength(1);
    expect(await call(nc, 'put', { key: 'cas', value: 4, revision: 0 })).toMatchObject({ code: 'REVISION_CONFLICT' });
    expect(await call(nc, 'delete', { key: 'cas', revision })).toMatchObject({ code: 'REVISION_CONFLICT' });
    const { revision: now } = await call(nc, 'get', { key: 'cas' });
    expect(await call(nc, 'delete', { key: 'cas', revision: now })).toEqual({});
    expect(await call(nc, 'put', { key: 'cas', value: 'again', revision: 0 })).toMatchObject({ key: 'cas' });
  });

  it('are kept as history, deletions among them', async () => {
    const nc = await open();
    await call(nc, 'put', { key: 'h', value: 1 });
    await call(nc, 'delete', { key: 'h' });
    await call(nc, 'put', { key: 'h', value: { two: 2 } });
    expect(await call(nc, 'history', { key: 'h' })).toMatchObject({
      changes: [
        { operation: 'put', value: 1 },
        { operation: 'delete', key: 'h' },
        { operation: 'put', value: { two: 2 } },
      ],
    });
    expect(await call(nc, 'history', { key: 'nobody' })).toEqual({ changes: [], isMore: false });
  });

  it('are kept as history that says where it goes on, if it does not fit into one message', async () => {
    const nc = await open();
    const long = 'x'.repeat(300_000);
    for (const value of ['a', 'b', 'c']) await call(nc, 'put', { key: 'long', value: value + long });
    const read = async (after?: number): Promise<string[]> => {
      const { changes, isMore } = StorageHistoryReply.parse(await call(nc, 'history', { key: 'long', after }));
      const rest = isMore ? await read(changes.at(-1)?.revision) : [];
      return [...changes.map(({ value }) => String(value).charAt(0)), ...rest];
    };
    expect(await call(nc, 'history', { key: 'long' })).toMatchObject({ isMore: true });
    expect(await read()).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['KV-Operation', 'PURGE'],
    ['Nats-Marker-Reason', 'MaxAge'],
    ['Nats-Marker-Reason', 'Remove'],
  ])('end with a marker of the server, such as %s: %s', async (name, reason) => {
    const nc = await open();
    const key = `ended.${name}.${reason}`;
    const { revision } = await call(nc, 'put', { key, value: 1 });
    const marker = headers();
    marker.set(name, reason);
    await notes.nc.request(`$KV.kept.${key}`, '', { timeout: 5_000, headers: marker });
    expect(await call(nc, 'get', { key })).toMatchObject({ code: 'KEY_NOT_FOUND' });
    expect(await call(nc, 'list', { key: 'ended.>' })).toEqual({ keys: [] });
    expect(await call(nc, 'history', { key })).toMatchObject({ changes: [{ value: 1 }, { operation: 'delete' }] });
    expect(await call(nc, 'put', { key, value: 2, revision })).toMatchObject({ code: 'REVISION_CONFLICT' });
    expect(await call(nc, 'put', { key, value: 2, revision: 0 })).toMatchObject({ key });
    await call(nc, 'delete', { key });
  });

  it('are watched: what is there, and then each change as it comes', async () => {
    const nc = await open();
    await call(nc, 'put', { key: 'watched.a', value: 1 });
    const first = await call(nc, 'watch', { key: 'watched.*' });
    expect(first).toMatchObject({ changes: [{ key: 'watched.a', value: 1 }], isMore: false });
    const next = call(nc, 'watch', { key: 'watched.*', after: first['revision'] });
    await call(nc, 'put', { key: 'elsewhere', value: 1 });
    await call(nc, 'delete', { key: 'watched.a' });
    expect(await next).toMatchObject({ changes: [{ key: 'watched.a', operation: 'delete' }] });
  });

  it('are watched for so long as is asked', async () => {
    const nc = await open();
    const { revision } = await call(nc, 'watch', { key: 'quiet' });
    const began = performance.now();
    expect(await call(nc, 'watch', { key: 'quiet', after: revision, waitMs: 300 })).toEqual({
      changes: [],
      revision,
      isMore: false,
    });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('are not shown without the right to the bucket', async () => {
    const nc = await client(...services);
    for (const name of ['history', 'watch']) {
      expect(await call(nc, name, { key: 'cas' })).toMatchObject({ code: 'PERMISSION_DENIED' });
    }
  });
});

describe('a client with rights', () => {
  it('puts, gets, lists and deletes, and shares the bucket with its extension', async () => {
    const nc = await client(...everything('orders', 'items'));
    const bucket = await new Kvm(orders.nc).open('items', { allow_direct: true });
    const put = (await ask(nc, 'put', { bucket: 'items', key: 'item:1', value: { name: 'Widget' } })) as {
      revision: number;
    };
    expect(put).toEqual({ key: 'item:1', revision: expect.any(Number) });
    expect(await ask(nc, 'get', { bucket: 'items', key: 'item:1' })).toEqual({
      key: 'item:1',
      value: { name: 'Widget' },
      revision: put.revision,
      created: expect.stringMatching(/^\d{4}-/),
    });
    await bucket.put('from.extension', '7');
    expect(await ask(nc, 'get', { bucket: 'items', key: 'from.extension' })).toMatchObject({ value: 7 });
    expect(await ask(nc, 'list', { bucket: 'items' })).toEqual({ keys: ['item:1', 'from.extension'] });
    expect(await ask(nc, 'list', { bucket: 'items', key: 'from.*' })).toEqual({ keys: ['from.extension'] });
    expect(await ask(nc, 'delete', { bucket: 'items', key: 'from.extension' })).toEqual({});
    expect((await bucket.get('from.extension'))?.operation).toBe('DEL');
    expect(await refusal(nc, 'get', { bucket: 'items', key: 'from.extension' })).toBe('KEY_NOT_FOUND');
    expect(await ask(nc, 'list', { bucket: 'items' })).toEqual({ keys: ['item:1'] });
  });

  it('carries bytes that are not JSON in base64', async () => {
    const nc = await client(...everything('billing', 'bills'));
    const value = Buffer.from([0, 255, 1]).toString('base64');
    await ask(nc, 'put', { bucket: 'bills', key: 'scan', value, encoding: 'base64' });
    expect(await ask(nc, 'get', { bucket: 'bills', key: 'scan' })).toMatchObject({ value, encoding: 'base64' });
    const bucket = await new Kvm(billing.nc).open('bills', { allow_direct: true });
    expect([...((await bucket.get('scan'))?.value ?? [])]).toEqual([0, 255, 1]);
  });

  it('lists more keys than fit into one batch, each once', async () => {
    const nc = await client(...everything('orders', 'many'));
    const bucket = await new Kvm(orders.nc).open('many', { allow_direct: true });
    const keys = Array.from({ length: 1_200 }, (_, index) => `key.${index}`);
    for (const value of ['old', 'new']) {
      // In turn, because each waits for at most five seconds, and a disk may be busy.
      for (let from = 0; from < keys.length; from += 100) {
        await Promise.all(keys.slice(from, from + 100).map((key) => bucket.put(key, value)));
      }
    }
    await bucket.delete('key.7');
    const { keys: listed } = (await ask(nc, 'list', { bucket: 'many' })) as { keys: string[] };
    expect(new Set(listed)).toEqual(new Set(keys.filter((key) => key !== 'key.7')));
    expect(listed).toHaveLength(1_199);
  });

  it('lists in pages what does not fit into one message', async () => {
    const nc = await client(...everything('orders', 'wide'));
    const bucket = await new Kvm(orders.nc).open('wide', { allow_direct: true });
    const keys = Array.from({ length: 600 }, (_, index) => `${index}.${'x'.repeat(2_000)}`);
    for (let from = 0; from < keys.length; from += 100) {
      await Promise.all(keys.slice(from, from + 100).map((key) => bucket.put(key, '')));
    }
    expect(await refusal(nc, 'list', { bucket: 'wide' })).toBe('PAYLOAD_TOO_LARGE');
    const pages: StorageListReply[] = [];
    do {
      const after = pages.at(-1)?.revision ?? 0;
      pages.push((await ask(nc, 'list', { bucket: 'wide', after })) as StorageListReply);
    } while (pages.at(-1)?.isMore);
    expect(pages.length).toBeGreaterThan(2);
    expect(new Set(pages.flatMap((page) => page.keys ?? []))).toEqual(new Set(keys));
  });

  it('sees the buckets it may list, and no other', async () => {
    const nc = await client(storageRight('list', 'orders', 'items'), storageRight('get', 'orders', 'many'));
    expect(await ask(nc, 'list', {})).toEqual({ buckets: [{ prefix: 'orders', name: 'items', description: 'Items' }] });
    expect(await ask(await client(), 'list', {})).toEqual({ buckets: [] });
  });

  it('names the extension where two have a bucket of that name', async () => {
    const nc = await client(...everything('orders', 'items'), ...everything('billing', 'items'));
    const error = ErrorReply.parse(await ask(nc, 'get', { bucket: 'items', key: 'a' }));
    expect(error).toMatchObject({ code: 'INVALID_REQUEST', error: expect.stringContaining('billing, orders') });
    await ask(nc, 'put', { bucket: 'items', prefix: 'billing', key: 'a', value: 1 });
    expect(await ask(nc, 'get', { bucket: 'items', prefix: 'billing', key: 'a' })).toMatchObject({ value: 1 });
    expect(await refusal(nc, 'get', { bucket: 'items', prefix: 'orders', key: 'a' })).toBe('KEY_NOT_FOUND');
  });
});

describe('a bucket made at run time', () => {
  beforeAll(async () => {
    await new Kvm(orders.nc).create('made', { description: 'On demand' });
    await new Kvm(billing.nc).create('spare');
    for (const { nc } of [orders, billing]) await new Kvm(nc).create('twice');
  });

  it('is there like a declared one', async () => {
    const nc = await client(...everything('orders', 'made'));
    expect(await ask(nc, 'list', {})).toEqual({
      buckets: [{ prefix: 'orders', name: 'made', description: 'On demand' }],
    });
    for (const name of [{ bucket: 'made' }, { bucket: 'made', prefix: 'orders' }]) {
      expect(await ask(nc, 'put', { ...name, key: 'a', value: 1 })).toMatchObject({ key: 'a' });
      expect(await ask(nc, 'get', { ...name, key: 'a' })).toMatchObject({ value: 1 });
      expect(await ask(nc, 'list', name)).toEqual({ keys: ['a'] });
      expect(await ask(nc, 'delete', { ...name, key: 'a' })).toEqual({});
    }
  });

  it('is listed behind the declared ones of its extension, and each once', async () => {
    const { buckets } = (await ask(await client('cirata.services.storage.>'), 'list', {})) as {
      buckets: { prefix: string; name: string }[];
    };
    expect(buckets.map(({ prefix, name }) => `${prefix} ${name}`)).toEqual([
      'billing items',
      'billing bills',
      'billing spare',
      'billing twice',
      'notes kept',
      'orders items',
      'orders many',
      'orders wide',
      'orders made',
      'orders twice',
    ]);
  });

  it("is found by its extension without a prefix, before another's of that name", async () => {
    await new Kvm(billing.nc).create('many');
    await ask(billing.nc, 'put', { bucket: 'many', key: 'own', value: true });
    expect(await ask(billing.nc, 'get', { bucket: 'many', key: 'own', prefix: 'billing' })).toMatchObject({
      value: true,
    });
  });

  it.each(operations)('is closed to who may not %s', async (operation) => {
    const others = operations
      .filter((storageOperation) => storageOperation !== operation)
      .map((storageOperation) => storageRight(storageOperation, 'orders', 'made'));
    const nc = await client(...others, ...everything('billing', 'spare'));
    const request = { bucket: 'made', key: 'stolen', value: 1 };
    expect(await refusal(nc, operation, { ...request, prefix: 'orders' })).toBe('PERMISSION_DENIED');
    expect(await refusal(nc, operation, request)).toBe('BUCKET_NOT_FOUND');
    expect(await (await new Kvm(orders.nc).open('made', { allow_direct: true })).get('stolen')).toBeNull();
  });

  it('needs its prefix where two extensions have one of that name', async () => {
    const nc = await client(...everything('orders', 'twice'), ...everything('billing', 'twice'));
    const error = ErrorReply.parse(await ask(nc, 'put', { bucket: 'twice', key: 'a', value: 1 }));
    expect(error).toMatchObject({ code: 'INVALID_REQUEST', error: expect.stringContaining('billing, orders') });
    expect(await ask(nc, 'put', { bucket: 'twice', prefix: 'orders', key: 'a', value: 1 })).toHaveProperty('revision');
  });

  it.each(['nowhere', '*', '>', 'a.b', 'a b', ''])('is not %j', async (bucket) => {
    const nc = await client('cirata.services.storage.>');
    for (const prefix of [undefined, 'orders', 'nobody']) {
      expect(await refusal(nc, 'get', { bucket, prefix, key: 'a' })).toBe('BUCKET_NOT_FOUND');
    }
  });
});

describe('a caller without the right', () => {
  it.each(operations)('cannot %s', async (operation) => {
    const others = operations
      .filter((storageOperation) => storageOperation !== operation)
      .map((storageOperation) => storageRight(storageOperation, 'orders', 'items'));
    const nc = await client(...others, ...everything('billing', 'bills'));
    const request = { bucket: 'items', prefix: 'orders', key: 'stolen', value: 1 };
    expect(await refusal(nc, operation, request)).toBe('PERMISSION_DENIED');
    const bucket = await new Kvm(orders.nc).open('items', { allow_direct: true });
    expect(await bucket.get('stolen')).toBeNull();
  });

  it('that is another extension is refused too, and gets to its own', async () => {
    expect(await refusal(billing.nc, 'get', { bucket: 'items', prefix: 'orders', key: 'x' })).toBe('PERMISSION_DENIED');
    await ask(billing.nc, 'put', { bucket: 'items', key: 'own', value: true });
    expect(await ask(billing.nc, 'get', { bucket: 'items', key: 'own' })).toMatchObject({ value: true });
  });

  it('cannot pass for a user who has it', async () => {
    const capabilities = { pub: { allow: everything('orders', 'items') }, sub: { allow: [] } };
    const { token } = await platform.keys.create({ name: 'holder', kind: 'client', capabilities });
    const holder = decodeJwt((await exchange(platform, token)).jwt).sub;
    const forged = headers();
    forged.set('Nats-Request-Info', JSON.stringify({ user: holder }));
    const nc = await client();
    const answer = await nc.request(wire.list, '{}', { timeout: 5_000, headers: forged });
    expect(answer.json()).toEqual({ buckets: [] });
  });
});

describe('a request that cannot be', () => {
  it.each([
    ['get', { bucket: 'items', prefix: 'orders', key: 'a.*' }, 'INVALID_KEY'],
    ['put', { bucket: 'items', prefix: 'orders', key: 'a b', value: 1 }, 'INVALID_KEY'],
    ['put', { bucket: 'items', prefix: 'orders', key: '>', value: 1 }, 'INVALID_KEY'],
    ['delete', { bucket: 'items', prefix: 'orders' }, 'INVALID_KEY'],
    ['list', { bucket: 'items', prefix: 'orders', key: 'a b' }, 'INVALID_KEY'],
    ['put', { bucket: 'items', prefix: 'orders', key: 'a' }, 'INVALID_REQUEST'],
    ['put', { bucket: 'items', prefix: 'orders', key: 'a', value: '%', encoding: 'base64' }, 'INVALID_REQUEST'],
    ['get', { key: 'a' }, 'INVALID_REQUEST'],
    ['get', { bucket: 7, key: 'a' }, 'INVALID_REQUEST'],
    ['get', { bucket: 'items', prefix: 'a.b', key: 'a' }, 'INVALID_REQUEST'],
    ['get', { bucket: 'symphony_status', key: 'a' }, 'BUCKET_NOT_FOUND'],
  ] as const)('%s %j is refused with %s', async (operation, request, code) => {
    const nc = await client(...everything('orders', 'items'));
    expect(await refusal(nc, operation, request)).toBe(code);
  });
});
