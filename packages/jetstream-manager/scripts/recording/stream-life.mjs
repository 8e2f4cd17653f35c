import { headers } from '@nats-io/transport-node';
import { parse } from './recorder.mjs';

/** The fewest fields that the published schema of a stream requires. */
export const stream = (name, more = {}) => ({
  name,
  retention: 'limits',
  max_consumers: -1,
  max_msgs: -1,
  max_bytes: -1,
  max_age: 0,
  storage: 'file',
  num_replicas: 1,
  ...more,
});

/** The life of streams, and every request that reads them. */
export async function streamLife({ app, call, keep }) {
  const orders = stream('ORDERS', {
    subjects: ['orders.>'],
    description: 'Orders',
    allow_direct: true,
    max_msgs_per_subject: 100,
  });
  const created = await call('stream_create', 'STREAM.CREATE.ORDERS', orders);
  keep('io.nats.jetstream.api.v1.stream_configuration', orders);
  keep('io.nats.jetstream.api.v1.stream_configuration', created.config);
  await call('stream_create', 'STREAM.CREATE.ORDERS', { ...orders, subjects: ['other'] });
  await call(
    'stream_create',
    'STREAM.CREATE.MIRROR',
    stream('MIRROR', { mirror: { name: 'ORDERS', filter_subject: 'orders.new' }, num_replicas: 3 }),
  );
  await call(
    'stream_create',
    'STREAM.CREATE.ALL',
    stream('ALL', {
      sources: [{ name: 'ORDERS', opt_start_seq: 1 }],
      storage: 'memory',
      republish: { src: '>', dest: 'again.>' },
      placement: { cluster: 'C1' },
    }),
  );
  await call('stream_update', 'STREAM.UPDATE.ORDERS', { ...orders, description: 'All orders' });
  await call('stream_update', 'STREAM.UPDATE.NONE', stream('NONE'));

  for (let i = 1; i <= 5; i += 1)
    keep('io.nats.jetstream.api.v1.pub_ack_response', await publish(app, `orders.${i}`, `order ${i}`));
  await publish(app, 'orders.h', 'with headers', { Colour: 'green', 'Nats-Msg-Id': 'a' });
  keep('io.nats.jetstream.api.v1.pub_ack_response', await publish(app, 'orders.h', 'again', { 'Nats-Msg-Id': 'a' }));
  keep(
    'io.nats.jetstream.api.v1.pub_ack_response',
    await publish(app, 'orders.h', 'wrong', { 'Nats-Expected-Last-Sequence': '99' }),
  );

  await call('stream_msg_get', 'STREAM.MSG.GET.ORDERS', { seq: 1 });
  await call('stream_msg_get', 'STREAM.MSG.GET.ORDERS', { last_by_subj: 'orders.h' });
  await call('stream_msg_get', 'STREAM.MSG.GET.ORDERS', { seq: 999 });
  await call('stream_msg_delete', 'STREAM.MSG.DELETE.ORDERS', { seq: 2, no_erase: true });
  await call('stream_msg_delete', 'STREAM.MSG.DELETE.ORDERS', { seq: 2 });
  await call('stream_purge', 'STREAM.PURGE.ORDERS', { filter: 'orders.1' });
  await call('stream_purge', 'STREAM.PURGE.ORDERS', { keep: 3 });
  await call('stream_purge', 'STREAM.PURGE.NONE', {});
  await call('stream_info', 'STREAM.INFO.ORDERS', { deleted_details: true, subjects_filter: '>' });
  await call('stream_info', 'STREAM.INFO.ORDERS');
  await call('stream_info', 'STREAM.INFO.MIRROR');
  await call('stream_info', 'STREAM.INFO.ALL');
  await call('stream_info', 'STREAM.INFO.NONE');
  await call('stream_list', 'STREAM.LIST', { offset: 0 });
  await call('stream_list', 'STREAM.LIST', { subject: 'orders.>', offset: 0 });
  await call('stream_names', 'STREAM.NAMES', { subject: 'orders.>', offset: 0 });
  await call('stream_names', 'STREAM.NAMES', { subject: 'nobody.>', offset: 0 });
  await call('account_info', 'INFO');
  await call('stream_delete', 'STREAM.DELETE.ALL');
  await call('stream_delete', 'STREAM.DELETE.ALL');
}

/** Publishes a message and returns the stream's answer. */
export async function publish(nc, subject, text, fields = {}) {
  const h = headers();
  for (const [key, value] of Object.entries(fields)) h.set(key, value);
  return parse((await nc.request(subject, text, { timeout: 5000, headers: h })).data);
}
