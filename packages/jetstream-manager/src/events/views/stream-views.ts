import type { EventType } from '../kinds/event.js';
import { bytes, capitalized, clockTime, grouped, line, preciseTime } from '../text/values.js';
import { clientBlock } from './connection.js';
import type { View } from './view.js';

type StreamEvent = Extract<
  EventType,
  `${string}.${'stream_action' | 'stream_batch_abandoned' | `snapshot_${string}` | `restore_${string}`}`
>;

/** Views of streams: life cycle, batches, copies. */
export const streamViews: { readonly [T in StreamEvent]: View<T> } = {
  'io.nats.jetstream.advisory.v1.stream_action': {
    compact: (e) => line`[Stream ${capitalized(e.action)}] ${e.stream}`,
    title: (e) => `Stream ${capitalized(e.action)} Action`,
    details: (e) => [
      ['Stream', e.stream ?? '-'],
      ['Template', e.template],
    ],
  },
  'io.nats.jetstream.advisory.v1.stream_batch_abandoned': {
    compact: (e) =>
      line`[Batch Abandoned] ${e.stream} ${e.domain === undefined ? 'abandoned' : `in domain ${e.domain} abandoned`} batch ${e.batch}: ${e.reason}`,
    title: 'Publish Batch Abandoned',
    details: (e) => [
      ['Account', e.account],
      ['Domain', e.domain],
      ['Stream', e.stream ?? '-'],
      ['Batch', e.batch ?? '-'],
      ['Reason', e.reason ?? '-'],
    ],
  },
  'io.nats.jetstream.advisory.v1.snapshot_create': {
    compact: (e) =>
      line`[Snapshot Create] ${e.stream} ${e.blocks === undefined ? `${grouped(e.state?.messages)} messages, ${bytes(e.state?.bytes)}` : `${grouped(e.blocks)} blocks of ${bytes(e.block_size)}`}`,
    title: 'Stream Snapshot Created',
    details: (e) => [
      ['Stream', e.stream ?? '-'],
      ['Blocks', e.blocks === undefined ? undefined : grouped(e.blocks)],
      ['Block Size', e.block_size === undefined ? undefined : bytes(e.block_size)],
      ['Messages', e.state === undefined ? undefined : grouped(e.state?.messages)],
      ['Bytes', e.state === undefined ? undefined : bytes(e.state?.bytes)],
      clientBlock(e.client),
    ],
  },
  'io.nats.jetstream.advisory.v1.snapshot_complete': {
    compact: (e) => line`[Snapshot Complete] ${e.stream} started ${clockTime(e.start)} ended ${clockTime(e.end)}`,
    title: 'Stream Snapshot Completed',
    details: (e) => [
      ['Stream', e.stream ?? '-'],
      ['Start', preciseTime(e.start)],
      ['End', preciseTime(e.end)],
      clientBlock(e.client),
    ],
  },
  'io.nats.jetstream.advisory.v1.restore_create': {
    compact: (e) => line`[Restore Create] ${e.stream}`,
    title: 'Stream Restore Created',
    details: (e) => [['Stream', e.stream ?? '-'], clientBlock(e.client)],
  },
  'io.nats.jetstream.advisory.v1.restore_complete': {
    compact: (e) =>
      line`[Restore Complete] ${e.stream} restored ${bytes(e.bytes)} started ${clockTime(e.start)} ended ${clockTime(e.end)}`,
    title: 'Stream Restore Completed',
    details: (e) => [
      ['Stream', e.stream ?? '-'],
      ['Start', preciseTime(e.start)],
      ['End', preciseTime(e.end)],
      ['Bytes', bytes(e.bytes)],
      clientBlock(e.client),
    ],
  },
};
