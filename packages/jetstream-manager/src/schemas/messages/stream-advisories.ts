import * as z from 'zod';
import { clientInfo } from '../shapes/connection-info.js';
import { count, integer } from '../values/integer.js';
import { text } from '../values/text.js';
import { about, event } from './message.js';

/** Advisories about a stream: its life, its batches, its copies. */
export const streamAdvisories = {
  ...event(
    'io.nats.jetstream.advisory.v1.stream_action',
    about('2.2.0', 'A stream was created, changed or deleted'),
    () => ({
      action: z.enum(['create', 'delete', 'modify']),
      stream: text(),
      template: text().optional(),
    }),
  ),
  ...event(
    'io.nats.jetstream.advisory.v1.stream_batch_abandoned',
    about('2.12.0', 'A batch of messages was given up before its commit'),
    () => ({
      reason: z.enum(['timeout', 'large', 'incomplete']),
      stream: text(),
      batch: text(),
      account: text().optional(),
      domain: text().optional(),
    }),
  ),
  ...event('io.nats.jetstream.advisory.v1.snapshot_create', about('2.2.0', 'A snapshot of a stream begins'), () => ({
    stream: text(),
    blocks: count({ min: 0 }),
    block_size: count({ min: 1 }),
    client: clientInfo(),
  })),
  ...event(
    'io.nats.jetstream.advisory.v1.snapshot_complete',
    about('2.2.0', 'A snapshot of a stream has ended'),
    () => ({
      stream: text(),
      start: text(),
      end: text(),
      client: clientInfo(),
    }),
  ),
  ...event('io.nats.jetstream.advisory.v1.restore_create', about('2.2.0', 'The restore of a stream begins'), () => ({
    stream: text(),
    client: clientInfo(),
  })),
  ...event(
    'io.nats.jetstream.advisory.v1.restore_complete',
    about('2.2.0', 'The restore of a stream has ended'),
    () => ({
      stream: text(),
      start: text(),
      end: text(),
      bytes: integer({ min: 0 }),
      client: clientInfo(),
    }),
  ),
};
