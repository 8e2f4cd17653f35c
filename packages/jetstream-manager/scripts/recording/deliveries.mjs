import { absent, pull } from './consumer-life.mjs';
import { publish } from './stream-life.mjs';

const advisory = (name) => `io.nats.jetstream.advisory.v1.${name}`;

/** Acknowledgements of all kinds, and priority groups. */
export async function deliveries({ app, call, keep, seen }) {
  const next = (consumer, body) => pull(app, consumer, { batch: 1, expires: 3_000_000_000, ...body });
  await publish(app, 'orders.6', 'x');
  (await next('SAMPLED')).respond('+ACK');
  await seen('io.nats.jetstream.metric.v1.consumer_ack');
  (await next('SAMPLED')).respond('-NAK');
  await seen(advisory('nak'));
  (await next('SAMPLED')).respond('+TERM broken');
  (await next('NEW')).respond('+TERM');
  await seen(advisory('terminated'));
  await publish(app, 'orders.7', 'never acknowledged');
  await drain(next, seen);

  const name = 'PINNED';
  const config = {
    name,
    durable_name: name,
    deliver_policy: 'all',
    ack_policy: 'explicit',
    priority_policy: 'pinned_client',
    priority_groups: ['A'],
    priority_timeout: 120_000_000_000,
  };
  const { error, config: made } = await call('consumer_create', `CONSUMER.CREATE.ORDERS.${name}`, {
    stream_name: 'ORDERS',
    config,
    action: '',
  });
  if (error || !made.priority_groups) return;
  keep('io.nats.jetstream.api.v1.consumer_getnext_request', {
    batch: 1,
    expires: 3_000_000_000,
    group: 'A',
    min_pending: 1,
  });
  await next(name, { group: 'A' });
  await seen(advisory('consumer_group_pinned'));
  await call('consumer_info', `CONSUMER.INFO.ORDERS.${name}`);
  await call('consumer_unpin', `CONSUMER.UNPIN.ORDERS.${name}`, { group: 'A' }).catch(absent);
  await call('consumer_unpin', `CONSUMER.UNPIN.ORDERS.${name}`, { group: 'B' }).catch(absent);
  await seen(advisory('consumer_group_unpinned'));
}

/** Receives messages without acknowledging them, until the consumer gives up on one. */
async function drain(next, seen) {
  const given = seen(advisory('max_deliver'), 15_000);
  const over = new AbortController();
  given.catch(() => {}).finally(() => over.abort());
  while (!over.signal.aborted) await next('SAMPLED').catch(() => {});
  await given;
}
