import { publish, stream } from './stream-life.mjs';

/** Atomic batches and counters, which only newer servers support. */
export async function batches({ app, call, keep, seen }) {
  const batched = stream('BATCHED', { subjects: ['batched.>'], allow_atomic: true });
  const { config } = await call('stream_create', 'STREAM.CREATE.BATCHED', batched);
  // Older servers drop unknown settings.
  if (!config?.allow_atomic) return;
  const part = (id, sequence, more = {}) => ({ 'Nats-Batch-Id': id, 'Nats-Batch-Sequence': String(sequence), ...more });
  await publish(app, 'batched.1', 'one', part('whole', 1)).catch(() => {});
  keep(
    'io.nats.jetstream.api.v1.pub_ack_response',
    await publish(app, 'batched.2', 'two', part('whole', 2, { 'Nats-Batch-Commit': '1' })),
  );
  await publish(app, 'batched.1', 'one', part('torn', 1)).catch(() => {});
  await publish(app, 'batched.3', 'three', part('torn', 3)).catch(() => {});
  await call(
    'stream_create',
    'STREAM.CREATE.COUNTER',
    stream('COUNTER', { subjects: ['counter.>'], allow_msg_counter: true, allow_direct: true }),
  );
  keep('io.nats.jetstream.api.v1.pub_ack_response', await publish(app, 'counter.a', '', { 'Nats-Incr': '+1' }));
  await seen('io.nats.jetstream.advisory.v1.stream_batch_abandoned', 20_000);
}
