import { connect } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { createManager, defaultStream, defaultWorkQueue, type TraceEvent } from '../src/index.js';
import { collect, type Fixture, publish, startFixture, uniqueName } from './support/fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture?.stop());

const code = (what: string) => expect.objectContaining({ code: what });

describe('creating streams', () => {
  it('applies the default template', async () => {
    const name = uniqueName('ORDERS');
    const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`] });
    expect(stream.config).toMatchObject({ ...defaultStream, name, subjects: [`${name}.*`] });
    expect(stream.lastInfo.state.messages).toBe(0);
  });

  it('applies the work queue template', async () => {
    const name = uniqueName('WORK');
    const stream = await fixture.manager.streams.create({ name, subjects: [name] }, defaultWorkQueue);
    expect(stream.config.retention).toBe('workqueue');
  });

  it('copies the configuration of another stream, not its identity', async () => {
    const [from, to] = [uniqueName('ORDERS'), uniqueName('STAGING')];
    const orders = await fixture.manager.streams.create({
      name: from,
      subjects: [from],
      max_msgs: 17,
      description: 'x',
    });
    await orders.seal();
    const staging = await fixture.manager.streams.create({ name: to, subjects: [to] }, orders.config);
    expect(staging.config).toMatchObject({ name: to, subjects: [to], max_msgs: 17, description: 'x', sealed: false });
  });

  it('does not write to the settings it is given', async () => {
    const name = uniqueName('FROZEN');
    const settings = Object.freeze({ name, subjects: Object.freeze([name]) as unknown as string[] });
    await expect(fixture.manager.streams.create(settings)).resolves.toBeDefined();
  });

  it('says STREAM_EXISTS where another configuration holds the name', async () => {
    const name = uniqueName('TAKEN');
    await fixture.manager.streams.create({ name, subjects: [name] });
    await expect(fixture.manager.streams.create({ name, subjects: [name], max_msgs: 3 })).rejects.toThrow(
      code('STREAM_EXISTS'),
    );
  });

  it('names the field the server is too old for', async () => {
    const create = () => fixture.manager.streams.create({ name: uniqueName('S2'), compression: 's2' });
    if (fixture.isAtLeast('2.10.0')) expect((await create()).isCompressed).toBe(true);
    else await expect(create()).rejects.toThrow(/\[FEATURE_UNSUPPORTED\].*compression needs nats-server 2\.10\.0/);
  });

  it.each(['a b', 'a.b', '', 'a*', 'a/b'])('refuses the name %j', async (name) => {
    await expect(fixture.manager.streams.create({ name })).rejects.toThrow(code('INVALID_NAME'));
  });
});

describe('loading streams', () => {
  it('says STREAM_NOT_FOUND with the server code', async () => {
    await expect(fixture.manager.streams.load('NOPE')).rejects.toMatchObject({
      name: 'StreamNotFoundError',
      code: 'STREAM_NOT_FOUND',
      errCode: 10059,
      status: 404,
    });
    expect(await fixture.manager.streams.exists('NOPE')).toBe(false);
  });

  it('creates what is missing and leaves what is there as it is', async () => {
    const name = uniqueName('LOC');
    const first = await fixture.manager.streams.loadOrCreate({ name, subjects: [name], max_msgs: 5 });
    const second = await fixture.manager.streams.loadOrCreate({ name, subjects: [name], max_msgs: 9 });
    expect([first.config.max_msgs, second.config.max_msgs]).toEqual([5, 5]);
  });

  it('lists by subject, with names sorted, across pages', async () => {
    const prefix = uniqueName('PAGE');
    const names = Array.from({ length: 300 }, (_, index) => `${prefix}_${String(index).padStart(3, '0')}`);
    await Promise.all(
      names.map((name) => fixture.manager.streams.create({ name, subjects: [`${prefix}.${name}`], storage: 'memory' })),
    );
    expect(await fixture.manager.streams.names({ subject: `${prefix}.>` })).toEqual(names);
    const list = await fixture.manager.streams.list({ subject: `${prefix}.>` });
    expect(list.streams.map((stream) => stream.name).sort()).toEqual(names);
    expect(list.missing).toEqual([]);
    expect(list.offline).toEqual({});
    await Promise.all(names.map((name) => fixture.manager.streams.delete(name)));
  });
});

describe('changing streams', () => {
  it('updates what is given and keeps the rest', async () => {
    const name = uniqueName('UPD');
    const stream = await fixture.manager.streams.create({ name, subjects: [name], max_msgs: 5 });
    await stream.update({ description: 'changed' });
    expect(stream.config).toMatchObject({ description: 'changed', max_msgs: 5 });
    await expect(stream.update({ storage: 'memory' })).rejects.toThrow(code('API_ERROR'));
  });

  it('seals, after which nothing more is stored', async () => {
    const name = uniqueName('SEAL');
    const stream = await fixture.manager.streams.create({ name, subjects: [name] });
    await stream.seal();
    expect(stream.isSealed).toBe(true);
    await expect(stream.purge()).rejects.toThrow(code('API_ERROR'));
  });

  it('purges by subject, below a sequence, all but some', async () => {
    const name = uniqueName('PURGE');
    const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`] });
    await publish(fixture, `${name}.a`, 10);
    await publish(fixture, `${name}.b`, 10);
    expect(await stream.purge({ filter: `${name}.a`, keep: 4 })).toBe(6);
    expect(await stream.purge({ seq: 9 })).toBe(2);
    expect(await stream.purge()).toBe(12);
    await expect(stream.purge({ seq: 1, keep: 1 })).rejects.toThrow(code('INVALID_ARGUMENT'));
    await expect(stream.purge({ seq: 2 ** 53 })).rejects.toThrow(code('UNSAFE_INTEGER'));
  });
});

describe('messages', () => {
  it('reads, deletes and erases by sequence and subject', async () => {
    const name = uniqueName('MSG');
    const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`] });
    await publish(fixture, `${name}.a`, 2, 'first');
    await publish(fixture, `${name}.b`, 1, 'last');
    expect((await stream.message(1))?.string()).toBe('first');
    expect((await stream.lastMessage(`${name}.b`))?.seq).toBe(3);
    await stream.deleteMessage(1);
    await stream.eraseMessage(2);
    expect(await stream.message(1)).toBeUndefined();
    expect(await stream.message(2)).toBeUndefined();
    expect(await stream.lastMessage(`${name}.none`)).toBeUndefined();
    expect(await stream.subjects()).toEqual(new Map([[`${name}.b`, 1]]));
  });

  it('gets directly, one and many', async () => {
    const name = uniqueName('DIRECT');
    const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`], allow_direct: true });
    await publish(fixture, `${name}.a`, 5);
    await publish(fixture, `${name}.b`, 5);
    expect((await stream.directGet({ seq: 3 }))?.seq).toBe(3);
    expect((await stream.directGet({ last_by_subj: `${name}.b` }))?.seq).toBe(10);
    expect(await stream.directGet({ seq: 99 })).toBeUndefined();
    const all = async () => {
      const batch = await collect(stream.directBatch({ seq: 4, batch: 3 }));
      const last = await collect(stream.directLast([`${name}.*`]));
      const filtered = await collect(stream.directBatch({ subject: `${name}.b`, batch: 2 }));
      return [batch, last, filtered].map((messages) => messages.map((message) => message.seq));
    };
    if (fixture.isAtLeast('2.11.0'))
      expect(await all()).toEqual([
        [4, 5, 6],
        [5, 10],
        [6, 7],
      ]);
    else await expect(all()).rejects.toThrow(/FEATURE_UNSUPPORTED.*batch direct get needs nats-server 2\.11\.0/);
  });

  it('refuses direct gets where the stream does not allow them', async () => {
    const name = uniqueName('NODIRECT');
    const stream = await fixture.manager.streams.create({ name, subjects: [name], allow_direct: false });
    await expect(stream.directGet({ seq: 1 })).rejects.toThrow(code('INVALID_ARGUMENT'));
  });
});

describe('manager options', () => {
  it('traces what the library and the manager send', async () => {
    const events: TraceEvent[] = [];
    const manager = await createManager(fixture.nc, { trace: (event) => events.push(event) });
    await manager.streams.names();
    await manager.account.info();
    expect(events.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'request $JS.API.STREAM.NAMES',
      'reply $JS.API.STREAM.NAMES',
      'request $JS.API.INFO',
      'reply $JS.API.INFO',
    ]);
  });

  it('asks the validator given, and sends nothing it refuses', async () => {
    const name = uniqueName('VALID');
    const manager = await createManager(fixture.nc, {
      validate: (type) => [{ field: 'max_msgs', message: `wrong in ${type}` }],
    });
    await expect(manager.streams.create({ name })).rejects.toThrow(
      /INVALID_REQUEST.*max_msgs: wrong in io\.nats\.jetstream\.api\.v1\.stream_create_request/,
    );
    expect(await fixture.manager.streams.exists(name)).toBe(false);
  });

  it('says JETSTREAM_UNAVAILABLE where nothing answers on the prefix', async () => {
    const manager = await createManager(fixture.nc, { domain: 'nowhere' });
    await expect(manager.streams.list()).rejects.toThrow(code('JETSTREAM_UNAVAILABLE'));
    await expect(manager.streams.load('X')).rejects.toThrow(code('JETSTREAM_UNAVAILABLE'));
    expect(await manager.account.isEnabled()).toBe(false);
  });

  it('tells an account without JetStream from a user without rights', async () => {
    await using server = await startNatsServer({
      config: {
        accounts: {
          APP: { jetstream: 'enabled', users: [{ user: 'low', password: 'p', permissions: { publish: ['x'] } }] },
          NONE: { users: [{ user: 'none', password: 'p' }] },
        },
      },
    });
    const failuresOf = async (user: string) => {
      const nc = await connect({ servers: server.url, user, pass: 'p' });
      const { streams, account } = await createManager(nc);
      const calls = [streams.list(), streams.names(), streams.load('X'), streams.create({ name: 'X' }), account.info()];
      const failures = await Promise.allSettled(calls);
      await nc.close();
      return failures.map((each) => (each.status === 'rejected' ? each.reason.code : each.status));
    };
    expect(await failuresOf('none')).toEqual(Array(5).fill('JETSTREAM_UNAVAILABLE'));
    expect(await failuresOf('low')).toEqual(Array(5).fill('PERMISSION_DENIED'));
  });

  it('asks for strictness only from servers that have it', async () => {
    const manager = await createManager(fixture.nc, { pedantic: true });
    if (!fixture.isAtLeast('2.11.0')) {
      const kept = await fixture.manager.streams.create({ name: uniqueName('KEPT') });
      for (const refused of [
        () => manager.streams.create({ name: 'LENIENT' }),
        () => manager.streams.update(kept.name, { description: 'x' }),
        () => manager.consumers(kept.name).create({ durable_name: 'C' }),
      ]) {
        await expect(refused()).rejects.toThrow(/FEATURE_UNSUPPORTED.*pedantic needs.*2\.11\.0/);
      }
      expect(await fixture.manager.streams.exists('LENIENT')).toBe(false);
      expect((await kept.info()).config.description).toBeUndefined();
      expect(await kept.consumers.names()).toEqual([]);
      return;
    }
    const name = uniqueName('PEDANTIC');
    const limits = { inactive_threshold: 1e9, max_ack_pending: 1 };
    const stream = await manager.streams.create({ name, subjects: [name], consumer_limits: limits });
    await expect(manager.consumers(stream.name).create({ durable_name: 'd', max_ack_pending: 9 })).rejects.toThrow(
      code('API_ERROR'),
    );
  });

  it.each([
    { timeoutMs: 0 },
    { timeoutMs: Number.NaN },
    { apiPrefix: '' },
    { apiPrefix: 'a', domain: 'b' },
    { domain: 'a.b' },
  ])('refuses %j', async (options) => {
    await expect(createManager(fixture.nc, options)).rejects.toThrow(code('INVALID_OPTIONS'));
  });
});
