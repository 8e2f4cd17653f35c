import { DeliverPolicy } from '@nats-io/jetstream';
import { eventually } from '../../../test/support/eventually.js';
import { parseMessageMetadata, type Stream, sampledDefaultConsumer } from '../src/index.js';
import { type Fixture, publish, startFixture, uniqueName } from './support/fixture.js';

let fixture: Fixture;
let stream: Stream;
beforeAll(async () => {
  fixture = await startFixture({ timeoutMs: 2000 });
});
beforeEach(async () => {
  const name = uniqueName('ORDERS');
  stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`] });
});
afterAll(() => fixture?.stop());

const code = (what: string) => expect.objectContaining({ code: what });

describe('creating consumers', () => {
  it('makes a durable pull consumer from the default template', async () => {
    const consumer = await stream.consumers.create({ durable_name: 'NEW', filter_subject: `${stream.name}.new` });
    expect(consumer.config).toMatchObject({
      ack_policy: 'explicit',
      ack_wait: 30e9,
      filter_subject: `${stream.name}.new`,
    });
    expect(consumer).toMatchObject({
      isPull: true,
      isPush: false,
      isDurable: true,
      isEphemeral: false,
      isSampled: false,
    });
    expect(consumer.ackSampleSubject).toBeUndefined();
  });

  it('makes a sampled push consumer that delivers to its subject', async () => {
    const subject = uniqueName('deliver');
    const subscription = fixture.nc.subscribe(subject);
    const consumer = await stream.consumers.create(
      { durable_name: 'PUSH', deliver_subject: subject },
      sampledDefaultConsumer,
    );
    expect(consumer).toMatchObject({ isPush: true, isSampled: true });
    expect(consumer.ackSampleSubject).toBe(`$JS.EVENT.METRIC.CONSUMER.ACK.${stream.name}.PUSH`);
    await publish(fixture, `${stream.name}.a`, 1, 'hello');
    for await (const message of subscription) {
      expect(message.string()).toBe('hello');
      expect(parseMessageMetadata(message)).toMatchObject({
        stream: stream.name,
        consumer: 'PUSH',
        streamSequence: 1,
        delivered: 1,
      });
      break;
    }
    await expect(consumer.nextMessage()).rejects.toThrow(code('INVALID_ARGUMENT'));
  });

  it('names an ephemeral consumer', async () => {
    const consumer = await stream.consumers.create();
    expect(consumer.isEphemeral).toBe(true);
    expect(await stream.consumers.names()).toEqual([consumer.name]);
  });

  it('copies another consumer, not its name', async () => {
    const first = await stream.consumers.create({ durable_name: 'A', max_deliver: 7 });
    const second = await stream.consumers.create({ durable_name: 'B' }, first.config);
    expect(second.config).toMatchObject({ durable_name: 'B', max_deliver: 7 });
  });
});

describe('loading consumers', () => {
  it('says CONSUMER_NOT_FOUND', async () => {
    await expect(stream.consumers.load('NOPE')).rejects.toMatchObject({
      name: 'ConsumerNotFoundError',
      errCode: 10014,
    });
    expect(await stream.consumers.exists('NOPE')).toBe(false);
  });

  it('creates what is missing, leaves what is there, and wants durable names to match', async () => {
    const first = await stream.consumers.loadOrCreate('C', { durable_name: 'C', max_deliver: 3 });
    const second = await stream.consumers.loadOrCreate('C', { durable_name: 'C', max_deliver: 4 });
    expect([first.config.max_deliver, second.config.max_deliver]).toEqual([3, 3]);
    await expect(stream.consumers.loadOrCreate('C', { durable_name: 'D' })).rejects.toThrow(code('NAME_MISMATCH'));
    const ephemeral = await stream.consumers.loadOrCreate('E');
    expect(ephemeral).toMatchObject({ name: 'E', isDurable: false });
  });

  it('lists with nothing missing or offline', async () => {
    await stream.consumers.create({ durable_name: 'B' });
    await stream.consumers.create({ durable_name: 'A' });
    const { consumers, missing, offline } = await stream.consumers.list();
    expect(consumers.map((consumer) => consumer.name).sort()).toEqual(['A', 'B']);
    expect({ missing, offline }).toEqual({ missing: [], offline: {} });
    expect(await fixture.manager.consumers(stream.name).names()).toEqual(['A', 'B']);
    await stream.consumers.delete('A');
    expect(await stream.consumers.names()).toEqual(['B']);
  });
});

describe('Consumer', () => {
  it('gives the next message, which can be acknowledged', async () => {
    const consumer = await stream.consumers.create({ durable_name: 'C' });
    await publish(fixture, `${stream.name}.a`, 2, 'one');
    const message = await consumer.nextMessage();
    expect(message?.string()).toBe('one');
    expect(await consumer.pendingAcks()).toBe(1);
    expect(await message?.ackAck()).toBe(true);
    expect(await consumer.pendingAcks()).toBe(0);
    expect(await consumer.pendingMessages()).toBe(1);
    expect((await consumer.delivered()).stream_seq).toBe(1);
    expect((await consumer.ackFloor()).stream_seq).toBe(1);
  });

  it('gives nothing where nothing comes in time', async () => {
    const consumer = await stream.consumers.create({ durable_name: 'C' });
    expect(await consumer.nextMessage({ timeoutMs: 1000 })).toBeUndefined();
  });

  it('counts redeliveries', async () => {
    const consumer = await stream.consumers.create({ durable_name: 'C' });
    await publish(fixture, `${stream.name}.a`, 1);
    (await consumer.nextMessage())?.nak();
    const again = await consumer.nextMessage();
    expect(again?.info.deliveryCount).toBe(2);
    expect(await consumer.redelivered()).toBe(1);
  });

  it('updates and deletes', async () => {
    const consumer = await stream.consumers.create({ durable_name: 'C' });
    await consumer.update({ description: 'changed', max_ack_pending: 5 });
    expect(consumer.config).toMatchObject({ description: 'changed', max_ack_pending: 5, ack_wait: 30e9 });
    await consumer.delete();
    await expect(consumer.info()).rejects.toThrow(code('CONSUMER_NOT_FOUND'));
  });

  it('pauses and resumes, or says which server it takes', async () => {
    const consumer = await stream.consumers.create({ durable_name: 'C' });
    const until = new Date(Date.now() + 3_600_000);
    if (!fixture.isAtLeast('2.11.0')) {
      await expect(consumer.pause(until)).rejects.toThrow(/FEATURE_UNSUPPORTED.*2\.11\.0/);
      await expect(consumer.resume()).rejects.toThrow(/FEATURE_UNSUPPORTED.*2\.11\.0/);
      return;
    }
    expect(await consumer.pause(until)).toEqual({ paused: true, until });
    await consumer.info();
    expect(consumer.isPaused).toBe(true);
    await consumer.resume();
    await consumer.info();
    expect(consumer.isPaused).toBe(false);
  });

  it('unpins, or says which server it takes', async () => {
    const settings = {
      durable_name: 'C',
      priority_groups: ['g'],
      priority_policy: 'pinned_client',
      priority_timeout: 60e9,
    } as const;
    const create = stream.consumers.create({ ...settings, priority_groups: ['g'] });
    if (!fixture.isAtLeast('2.11.0')) {
      await expect(create).rejects.toThrow(/FEATURE_UNSUPPORTED.*priority_groups.*2\.11\.0/);
      const plain = await stream.consumers.create({ durable_name: 'D' });
      await expect(plain.unpin('g')).rejects.toThrow(
        /FEATURE_UNSUPPORTED.*unpinning a client needs nats-server 2\.11\.0/,
      );
      return;
    }
    const consumer = await create;
    expect(consumer.isPinnedClientPriority).toBe(true);
    await publish(fixture, `${stream.name}.a`, 2);
    const inbox = uniqueName('pinned');
    const replies = fixture.nc.subscribe(inbox, { max: 1 });
    fixture.nc.publish(consumer.nextSubject, JSON.stringify({ group: 'g', batch: 1, expires: 5e9 }), { reply: inbox });
    for await (const reply of replies) expect(reply.headers?.get('Nats-Pin-Id')).not.toBe('');
    const pinned = async () => {
      // The library's type lacks the groups that newer servers report.
      const info: object & { priority_groups?: { pinned_client_id?: string }[] } = Object.assign(
        {},
        await consumer.info(),
      );
      return info.priority_groups?.[0]?.pinned_client_id;
    };
    await eventually('the group is pinned', async () => (await pinned()) !== undefined);
    await consumer.unpin('g');
    await eventually('the group is free', async () => (await pinned()) === undefined);
  });

  it('resets to a sequence, or says which server it takes', async () => {
    const consumer = await stream.consumers.create({ durable_name: 'C', deliver_policy: DeliverPolicy.All });
    await publish(fixture, `${stream.name}.a`, 5);
    for (let count = 0; count < 3; count += 1) await (await consumer.nextMessage())?.ackAck();
    if (!fixture.isAtLeast('2.14.0')) {
      await expect(consumer.reset(2)).rejects.toThrow(/FEATURE_UNSUPPORTED.*2\.14\.0/);
      return;
    }
    expect(await consumer.reset(2)).toBe(2);
    expect((await consumer.nextMessage())?.seq).toBe(2);
    expect(await consumer.reset()).toBeGreaterThan(0);
  });
});
