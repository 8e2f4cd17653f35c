import * as z from 'zod';
import { int64, nanoseconds, uint64 } from '../values/integer.js';
import { once } from '../values/once.js';
import { nonEmpty, text } from '../values/text.js';
import { timestamp } from '../values/timestamp.js';
import { cluster } from './cluster.js';
import { consumerConfiguration } from './consumer-configuration.js';

/** A pair of positions: the number of the delivery by the consumer, and the sequence in the stream. */
const position = once(() =>
  z.strictObject({
    consumer_seq: uint64(),
    stream_seq: uint64(),
    last_active: timestamp().optional(),
  }),
);

const priorityGroup = once(() =>
  z.looseObject({
    group: nonEmpty(),
    pinned_client_id: text().optional(),
    pinned_ts: timestamp().optional(),
  }),
);

/** The fields that describe a consumer in responses. */
export const consumerInfoFields = once(() => ({
  stream_name: text(),
  name: text(),
  ts: timestamp().optional(),
  config: consumerConfiguration().optional(),
  created: timestamp(),
  delivered: position(),
  ack_floor: position(),
  num_ack_pending: int64(0),
  num_redelivered: int64(0),
  num_waiting: int64(0),
  num_pending: uint64(),
  cluster: cluster().optional(),
  push_bound: z.boolean().optional(),
  paused: z.boolean().optional(),
  pause_remaining: nanoseconds().optional(),
  priority_groups: z.array(priorityGroup()).optional(),
}));

/** A consumer's configuration and position, as in a list. */
export const consumerInfo = once(() => z.looseObject(consumerInfoFields()));
