import type { EventType } from '../kinds/event.js';
import { capitalized, duration, line } from '../text/values.js';
import type { View } from './view.js';

type ConsumerEvent = Extract<
  EventType,
  `${string}.${'consumer_action' | 'consumer_pause' | 'consumer_group_pinned' | 'consumer_group_unpinned' | 'consumer_ack' | 'max_deliver' | 'nak' | 'terminated'}`
>;

/** Views of consumers: life cycle, deliveries, priority groups. */
export const consumerViews: { readonly [T in ConsumerEvent]: View<T> } = {
  'io.nats.jetstream.advisory.v1.consumer_action': {
    compact: (e) => line`[Consumer ${capitalized(e.action)}] ${e.stream} > ${e.consumer}`,
    title: (e) => `Consumer ${capitalized(e.action)} Action`,
    details: (e) => [
      ['Stream', e.stream ?? '-'],
      ['Consumer', e.consumer ?? '-'],
    ],
  },
  'io.nats.jetstream.advisory.v1.consumer_pause': {
    compact: (e) =>
      line`[Consumer Pause] Consumer: ${e.stream} > ${e.consumer} Paused: ${e.paused}${e.paused === true ? ` until ${e.pause_until ?? '-'}` : ''}`,
    title: 'Consumer Pause',
    details: (e) => [
      ['Stream', e.stream ?? '-'],
      ['Consumer', e.consumer ?? '-'],
      ['Paused', e.paused ?? '-'],
      ['Until', e.paused === true ? e.pause_until : undefined],
      ['Domain', e.domain],
    ],
  },
  'io.nats.jetstream.advisory.v1.consumer_group_pinned': {
    compact: (e) =>
      line`[PINNED] Consumer ${e.stream} > ${e.consumer} pinned client ${e.pinned_id} for group ${e.group}`,
    title: 'Grouped Consumer Pinned a Client',
    details: (e) => [
      ['Stream', e.stream ?? '-'],
      ['Consumer', e.consumer ?? '-'],
      ['Group', e.group ?? '-'],
      ['Domain', e.domain],
      ['Pinned Client', e.pinned_id ?? '-'],
    ],
  },
  'io.nats.jetstream.advisory.v1.consumer_group_unpinned': {
    compact: (e) =>
      line`[UNPINNED] Consumer ${e.stream} > ${e.consumer} unpinned client for group ${e.group}: ${e.reason}`,
    title: 'Grouped Consumer Un-Pinned a Client',
    details: (e) => [
      ['Stream', e.stream ?? '-'],
      ['Consumer', e.consumer ?? '-'],
      ['Group', e.group ?? '-'],
      ['Domain', e.domain],
      ['Reason', e.reason ?? '-'],
    ],
  },
  'io.nats.jetstream.advisory.v1.max_deliver': {
    compact: (e) => line`[JS Max Deliveries] ${e.stream} (${e.stream_seq}) > ${e.consumer}: ${e.deliveries} deliveries`,
    title: 'Delivery Attempts Exceeded',
    details: (e) => [
      ['Consumer', line`${e.stream} > ${e.consumer}`],
      ['Stream Sequence', e.stream_seq ?? '-'],
      ['Deliveries', e.deliveries ?? '-'],
    ],
  },
  'io.nats.jetstream.advisory.v1.nak': {
    compact: (e) => line`[JS Delivery NAKed] ${e.stream} (${e.stream_seq}) > ${e.consumer}: ${e.deliveries} deliveries`,
    title: 'Delivery NAKed',
    details: (e) => [
      ['Consumer', line`${e.stream} > ${e.consumer}`],
      ['Stream Sequence', e.stream_seq ?? '-'],
      ['Consumer Sequence', e.consumer_seq],
      ['Deliveries', e.deliveries ?? '-'],
      ['Domain', e.domain],
    ],
  },
  'io.nats.jetstream.advisory.v1.terminated': {
    compact: (e) =>
      line`[JS Delivery Terminated] ${e.stream} (${e.stream_seq}) > ${e.consumer}: ${e.deliveries} deliveries${e.reason === undefined ? '' : `: ${e.reason}`}`,
    title: 'Delivery Terminated',
    details: (e) => [
      ['Consumer', line`${e.stream} > ${e.consumer}`],
      ['Stream Sequence', e.stream_seq ?? '-'],
      ['Consumer Sequence', e.consumer_seq],
      ['Deliveries', e.deliveries ?? '-'],
      ['Reason', e.reason],
      ['Domain', e.domain],
    ],
  },
  'io.nats.jetstream.metric.v1.consumer_ack': {
    compact: (e) =>
      line`[JS Ack] ${e.stream} (${e.stream_seq}) > ${e.consumer} (${e.consumer_seq}): ${e.deliveries} deliveries in ${duration(e.ack_time)}`,
    title: 'Acknowledgment Sample',
    details: (e) => [
      ['Consumer', line`${e.stream} > ${e.consumer}`],
      ['Stream Sequence', e.stream_seq ?? '-'],
      ['Consumer Sequence', e.consumer_seq ?? '-'],
      ['Deliveries', e.deliveries ?? '-'],
      ['Delay', duration(e.ack_time)],
    ],
  },
};
