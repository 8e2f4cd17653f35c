import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../test/support/eventually.js';
import { backupAccount, checkAccount, checkStream, createManager, restoreStream } from '../src/index.js';
import { type Fixture, startFixture, uniqueName } from './support/fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture?.stop());

/** The largest possible limit. Go programs write it for no limit. */
const limit = '9223372036854775807';
const unsafe = (field: string) =>
  expect.objectContaining({ code: 'UNSAFE_INTEGER', details: expect.objectContaining({ field }) });

describe('sequences beyond 2^53', () => {
  it('are refused in what a real server answers, exact below', async () => {
    if (!fixture.isAtLeast('2.10.0')) return;
    const name = uniqueName('FAR');
    const settings = { name, subjects: [name], first_seq: Number.MAX_SAFE_INTEGER, allow_direct: true };
    const stream = await fixture.manager.streams.create(settings);
    fixture.nc.publish(name, 'last safe one');
    await eventually('the first message is stored', async () => (await stream.state()).messages === 1);
    expect((await stream.state()).last_seq).toBe(Number.MAX_SAFE_INTEGER);
    expect((await stream.message(Number.MAX_SAFE_INTEGER))?.string()).toBe('last safe one');
    for (let count = 0; count < 2; count += 1) fixture.nc.publish(name, 'beyond');
    await fixture.nc.flush();
    await eventually('the state is refused', () =>
      stream.state().then(
        () => false,
        (error: unknown) => (error as { code?: string }).code === 'UNSAFE_INTEGER',
      ),
    );
    await expect(stream.state()).rejects.toThrow(unsafe('last_seq'));
    const list = await fixture.manager.streams.list();
    expect(list.streams.map((each) => each.name)).not.toContain(name);
    expect(list.unreadable.get(name)).toEqual(unsafe('last_seq'));
    await expect(stream.lastMessage(name)).rejects.toThrow(unsafe('seq'));
    await expect(stream.directGet({ last_by_subj: name })).rejects.toThrow(unsafe('Nats-Sequence'));
    await stream.delete();
  });

  it('go into a backup and out of it, and stop neither the account nor the list', async () => {
    if (!fixture.isAtLeast('2.10.0')) return;
    const name = uniqueName('HUGE');
    const settings = { name, subjects: [name], first_seq: Number.MAX_SAFE_INTEGER };
    const stream = await fixture.manager.streams.create(settings);
    for (const text of ['a', 'b', 'c']) await fixture.nc.request(name, text, { timeout: 10_000 });
    const root = await mkdtemp(join(tmpdir(), 'huge-'));
    const { failed, done } = await backupAccount(fixture.manager, root);
    expect([failed.size, done.map((each) => each.stream)]).toEqual([0, expect.arrayContaining([name])]);
    await stream.delete();
    const { state } = await restoreStream(fixture.manager, join(root, name));
    expect(state).toMatchObject({ messages: 3, first_seq: Number.MAX_SAFE_INTEGER, last_seq: 9_007_199_254_740_993n });
    await fixture.manager.streams.delete(name);
    await rm(root, { recursive: true });
  });

  it('do not keep a stream from being loaded, checked, changed and deleted', async () => {
    if (!fixture.isAtLeast('2.10.0')) return;
    const name = uniqueName('LOADED');
    const config = `{"name":"${name}","subjects":["${name}"],"storage":"memory","retention":"limits","num_replicas":1`;
    const first = '9007199254740993';
    await fixture.nc.request(`$JS.API.STREAM.CREATE.${name}`, `${config},"first_seq":${first},"max_msgs":${limit}}`, {
      timeout: 10_000,
    });
    await fixture.nc.request(name, 'a', { timeout: 10_000 });
    const stream = await fixture.manager.streams.load(name);
    expect([stream.name, stream.isMirror, stream.isSealed]).toEqual([name, false, false]);
    expect(() => stream.config).toThrow(unsafe('max_msgs'));
    expect(() => stream.lastInfo).toThrow(unsafe('max_msgs'));
    expect(await checkStream(fixture.manager, name, { messagesCritical: 0 })).toMatchObject({ status: 'OK' });
    await stream.update({ description: 'the digits are kept' });
    const { config: exact, state } = await stream.exactInfo();
    expect(exact).toMatchObject({ description: 'the digits are kept', max_msgs: BigInt(limit) });
    expect(state).toMatchObject({ messages: 1, first_seq: BigInt(first), last_seq: BigInt(first) });
    const account = await checkAccount(fixture.manager, { replicas: true });
    expect(account).toMatchObject({ status: 'OK', oks: expect.arrayContaining(['1 healthy streams']) });
    await stream.delete();
    expect(await fixture.manager.streams.exists(name)).toBe(false);
  });

  it('do not keep a consumer from being loaded, changed and deleted', async () => {
    const name = uniqueName('CONSUMED');
    const { consumers } = await fixture.manager.streams.create({ name, subjects: [name] });
    const start = '18446744073709551615';
    const config = `{"durable_name":"C","ack_policy":"explicit","deliver_policy":"by_start_sequence","opt_start_seq":${start}}`;
    await fixture.nc.request(
      `$JS.API.CONSUMER.CREATE.${name}.C`,
      `{"stream_name":"${name}","config":${config.replace('{', '{"name":"C",')}}`,
    );
    const consumer = await consumers.load('C');
    expect([consumer.name, consumer.isPull]).toEqual(['C', true]);
    expect(() => consumer.config).toThrow(unsafe('opt_start_seq'));
    expect((await consumer.exactInfo()).config).toMatchObject({ opt_start_seq: BigInt(start) });
    await consumer.update({ description: 'the digits are kept' });
    expect((await consumer.exactInfo()).config).toMatchObject({
      description: 'the digits are kept',
      opt_start_seq: BigInt(start),
    });
    await consumer.delete();
    expect(await consumers.names()).toEqual([]);
    await fixture.manager.streams.delete(name);
  });

  it('are refused in what a caller hands in', async () => {
    const name = uniqueName('IN');
    const stream = await fixture.manager.streams.create({ name, subjects: [name] });
    await expect(stream.message(2 ** 53)).rejects.toThrow(unsafe('seq'));
    await expect(stream.deleteMessage(2 ** 60)).rejects.toThrow(unsafe('seq'));
    const settings = { durable_name: 'C', deliver_policy: 'by_start_sequence', opt_start_seq: 2 ** 53 } as const;
    await expect(stream.consumers.create(settings)).rejects.toThrow(unsafe('opt_start_seq'));
  });
});

describe('byte counts beyond 2^53', () => {
  it('are refused wherever they stand, by the library below as well', async () => {
    const prefix = uniqueName('api');
    const answers: Readonly<Record<string, string>> = {
      INFO: '{"memory":0,"storage":9007199254740993,"limits":{"max_storage":-1}}',
      'STREAM.NAMES': '{"total":9007199254740995,"streams":["A"]}',
    };
    fixture.nc.subscribe(`${prefix}.>`, {
      callback: (_, message) => {
        message.respond(answers[message.subject.slice(prefix.length + 1)] ?? '{}');
      },
    });
    const manager = await createManager(fixture.nc, { apiPrefix: prefix });
    await expect(manager.account.info()).rejects.toThrow(unsafe('storage'));
    await expect(manager.streams.names()).rejects.toThrow(unsafe('total'));
  });

  it('are kept where a limit is a power of two', async () => {
    const name = uniqueName('LIMIT');
    const stream = await fixture.manager.streams.create({ name, subjects: [name], max_msgs: 2 ** 60 });
    expect((await stream.info()).config.max_msgs).toBe(2 ** 60);
    await stream.update({ description: 'the limit goes there and back' });
    expect((await stream.info()).config.max_msgs).toBe(2 ** 60);
  });
});
