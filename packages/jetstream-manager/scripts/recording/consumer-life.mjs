const type = (name) => `io.nats.jetstream.api.v1.${name}`;

/** The life of consumers, and every request that reads or controls them. */
export async function consumerLife({ app, call, keep }) {
  const config = {
    name: 'NEW',
    durable_name: 'NEW',
    deliver_policy: 'all',
    ack_policy: 'explicit',
    ack_wait: 1_000_000_000,
    replay_policy: 'instant',
  };
  const create = (more) => {
    const settings = { ...config, ...more };
    const body = { stream_name: 'ORDERS', config: settings, action: '' };
    return call('consumer_create', `CONSUMER.CREATE.ORDERS.${settings.name}`, body);
  };
  const created = await create({});
  keep(type('consumer_configuration'), config);
  keep(type('consumer_configuration'), created.config);
  await create({
    name: 'SAMPLED',
    durable_name: 'SAMPLED',
    sample_freq: '100%',
    max_deliver: 2,
    filter_subject: 'orders.>',
  });
  await create({
    name: 'LATE',
    durable_name: undefined,
    deliver_policy: 'by_start_sequence',
    opt_start_seq: 3,
    inactive_threshold: 60_000_000_000,
  });
  await create({
    name: 'PUSHED',
    durable_name: 'PUSHED',
    deliver_subject: 'pushed',
    idle_heartbeat: 1_000_000_000,
    flow_control: true,
    num_replicas: 1,
  });
  await create({ name: 'WRONG', durable_name: 'OTHER' });

  const request = { batch: 1, no_wait: true };
  keep(type('consumer_getnext_request'), request);
  keep(type('consumer_getnext_request'), {
    batch: 10,
    expires: 1_000_000_000,
    max_bytes: 1024,
    idle_heartbeat: 100_000_000,
  });
  await pull(app, 'NEW', request);
  await call('consumer_info', 'CONSUMER.INFO.ORDERS.PUSHED', {});
  await call('consumer_info', 'CONSUMER.INFO.ORDERS.NONE', {});
  await call('consumer_list', 'CONSUMER.LIST.ORDERS', { offset: 0 });
  await call('consumer_list', 'CONSUMER.LIST.NONE', { offset: 0 });
  await call('consumer_names', 'CONSUMER.NAMES.ORDERS', { offset: 0 });
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await call('consumer_pause', 'CONSUMER.PAUSE.ORDERS.NEW', { pause_until: until }).catch(absent);
  await call('consumer_info', 'CONSUMER.INFO.ORDERS.NEW');
  await call('consumer_pause', 'CONSUMER.PAUSE.ORDERS.NEW', {}).catch(absent);
  await call('consumer_pause', 'CONSUMER.PAUSE.ORDERS.NONE', {}).catch(absent);
  await call('consumer_reset', 'CONSUMER.RESET.ORDERS.NEW', { seq: 4 }).catch(absent);
  await call('consumer_reset', 'CONSUMER.RESET.ORDERS.NONE', {}).catch(absent);
  await call('consumer_delete', 'CONSUMER.DELETE.ORDERS.LATE');
  await call('consumer_delete', 'CONSUMER.DELETE.ORDERS.LATE');
}

/** For requests that older servers do not answer. */
export const absent = (error) => console.error(`not on this server: ${error.message}`);

/** Reads one message of a consumer of ORDERS. The message has its own subject, so the request needs its own inbox. */
export function pull(nc, consumer, body) {
  const subject = `$JS.API.CONSUMER.MSG.NEXT.ORDERS.${consumer}`;
  return nc.request(subject, JSON.stringify(body), { timeout: 5000, noMux: true });
}
