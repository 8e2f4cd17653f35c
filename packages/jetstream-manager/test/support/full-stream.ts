import { randomBytes } from 'node:crypto';
import { headers } from '@nats-io/nats-core';
import type { Manager, Stream } from '../../src/index.js';
import type { Fixture } from './fixture.js';

/** A stream with headers, gaps and random payloads, and two consumers: one has read half, the other nothing. */
export async function createFullStream(
  fixture: Fixture,
  name: string,
  messages: number,
  bytes: number,
): Promise<Stream> {
  const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`], max_age: 0 });
  const js = fixture.manager.jetstream.jetstream();
  for (let sent = 0; sent < messages; ) {
    const batch: Promise<unknown>[] = [];
    for (; batch.length < 64 && sent < messages; sent += 1) {
      const hdrs = headers();
      hdrs.set('Number', String(sent));
      batch.push(js.publish(`${name}.${sent % 3}`, randomBytes(bytes), { headers: hdrs }));
    }
    await Promise.all(batch);
  }
  await stream.deleteMessage(2);
  await stream.eraseMessage(5);
  const half = await stream.consumers.create({ durable_name: 'HALF', ack_wait: 600e9 });
  for (let count = 0; count < 3; count += 1) await (await half.nextMessage())?.ackAck();
  await half.nextMessage();
  await stream.consumers.create({ durable_name: 'NEW', filter_subject: `${name}.1` });
  return stream;
}

/** The parts of a stream that a restore has to bring back. */
export async function contentsOf(manager: Manager, name: string): Promise<unknown> {
  const stream = await manager.streams.load(name);
  const { first_seq, last_seq, messages, bytes } = await stream.state();
  const stored: unknown[] = [];
  for (let seq = first_seq; seq <= last_seq; seq += 1) {
    const message = await stream.message(seq);
    if (message === undefined) continue;
    const { subject, data, header, timestamp } = message;
    stored.push([seq, subject, timestamp, [...header], Buffer.from(data).toString('base64')]);
  }
  const { consumers } = await stream.consumers.list();
  const states = consumers.map(
    ({ name, lastInfo: { config, delivered, ack_floor, num_ack_pending, num_pending } }) => ({
      name,
      durable: config.durable_name,
      filter: config.filter_subject,
      pausedUntil: config.pause_until,
      priority: [config.priority_policy, config.priority_groups],
      delivered: [delivered.consumer_seq, delivered.stream_seq],
      ackFloor: [ack_floor.consumer_seq, ack_floor.stream_seq],
      num_ack_pending,
      num_pending,
    }),
  );
  return {
    first_seq,
    last_seq,
    messages,
    bytes,
    stored,
    consumers: states.sort((a, b) => a.name.localeCompare(b.name)),
  };
}
