import { randomBytes } from 'node:crypto';

/** Fills a file stream with `bytes` of random payloads, and adds a durable consumer that has read a part. */
export async function fillStream(manager, name, bytes, payloadBytes) {
  const stream = await manager.streams.create({ name, subjects: [`${name}.*`], max_age: 0 });
  const js = manager.jetstream.jetstream();
  for (let left = bytes; left > 0; ) {
    const batch = [];
    for (; batch.length < 128 && left > 0; left -= payloadBytes) {
      batch.push(js.publish(`${name}.${batch.length % 7}`, randomBytes(payloadBytes)));
    }
    await Promise.all(batch);
  }
  const consumer = await stream.consumers.create({ durable_name: 'HALF' });
  for (let count = 0; count < 10; count += 1) await (await consumer.nextMessage())?.ackAck();
  return stream;
}
