import * as z from 'zod';
import { count, integer, sequence } from '../values/integer.js';
import { nonEmpty, text } from '../values/text.js';
import { about, event } from './message.js';

/** The published schema requires this field and forbids it at the same time, so it refuses every message. */
const requiredAndForbidden = () => z.never('the published schema requires this field and allows no such field');

/** Advisories and the metric about a consumer: its life, its deliveries, its priority groups. */
export const consumerAdvisories = {
  ...event(
    'io.nats.jetstream.advisory.v1.consumer_action',
    about('2.2.0', 'A consumer was created or deleted'),
    () => ({
      action: z.enum(['create', 'delete']),
      stream: text(),
      consumer: text().optional(),
    }),
  ),
  ...event('io.nats.jetstream.advisory.v1.consumer_pause', about('2.11.0', 'A consumer was paused or resumed'), () => ({
    stream: text(),
    consumer: text(),
    paused: z.boolean(),
    pause_until: text().optional(),
    domain: text().optional(),
  })),
  ...event(
    'io.nats.jetstream.advisory.v1.consumer_group_pinned',
    about('2.11.0', 'A priority group was pinned to a client'),
    () => ({
      server: requiredAndForbidden(),
      account: text().optional(),
      stream: text(),
      consumer: text(),
      domain: nonEmpty().optional(),
      group: text(),
      pinned_id: text(),
    }),
  ),
  ...event(
    'io.nats.jetstream.advisory.v1.consumer_group_unpinned',
    about('2.11.0', 'A priority group lost its pinned client'),
    () => ({
      server: requiredAndForbidden(),
      account: text().optional(),
      stream: text(),
      consumer: text(),
      domain: nonEmpty().optional(),
      group: text(),
      reason: z.enum(['admin', 'timeout']),
    }),
  ),
  ...event(
    'io.nats.jetstream.advisory.v1.max_deliver',
    about('2.2.0', 'A message was delivered as often as its consumer allows, without an acknowledgement'),
    () => ({ stream: text(), consumer: text(), stream_seq: sequence(), deliveries: count({ min: 1 }) }),
  ),
  ...event(
    'io.nats.jetstream.advisory.v1.nak',
    about('2.8.2', 'A client refused a message and will get it again'),
    () => ({
      stream: text(),
      consumer: text(),
      consumer_seq: text(),
      stream_seq: sequence(),
      deliveries: count({ min: 1 }),
      domain: text().optional(),
    }),
  ),
  ...event('io.nats.jetstream.advisory.v1.terminated', about('2.2.0', 'A client refused a message for good'), () => ({
    stream: text(),
    consumer: text(),
    consumer_seq: text(),
    stream_seq: sequence(),
    deliveries: count({ min: 1 }),
    reason: text().optional(),
    domain: text().optional(),
  })),
  ...event(
    'io.nats.jetstream.metric.v1.consumer_ack',
    about('2.2.0', 'How long a sampled acknowledgement took'),
    () => ({
      stream: text(),
      consumer: text(),
      consumer_seq: integer({ min: 1 }),
      stream_seq: sequence(),
      ack_time: integer({ min: 1 }),
      deliveries: count({ min: 1 }),
    }),
  ),
};
