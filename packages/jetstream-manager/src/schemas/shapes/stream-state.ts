import * as z from 'zod';
import { int64, uint64 } from '../values/integer.js';
import { once } from '../values/once.js';
import { timestamp } from '../values/timestamp.js';

/** The content of a stream. `deleted` and `subjects` are only present on request, and the server limits both. */
export const streamState = once(() =>
  z.strictObject({
    messages: uint64().describe('Number of messages'),
    bytes: uint64().describe('Number of bytes'),
    first_seq: uint64().describe('Sequence of the first message'),
    first_ts: timestamp().optional().describe('When the first message was stored'),
    last_seq: uint64().describe('Sequence of the last message'),
    last_ts: timestamp().optional().describe('When the last message was stored'),
    deleted: z.array(uint64()).optional().describe('Deleted sequences between the first and the last one'),
    num_deleted: int64(0).optional().describe('Number of deleted sequences'),
    subjects: z.record(z.string(), uint64()).optional().describe('Number of messages by subject'),
    num_subjects: int64(0).optional().describe('Number of subjects'),
    lost: z
      .looseObject({ msgs: z.array(uint64()).nullable().optional(), bytes: uint64().optional() })
      .optional()
      .describe('Messages that the server could not read'),
    consumer_count: int64(0).describe('Number of consumers'),
  }),
);

/** The content of a stream: messages, bytes, first and last sequence. */
export type StreamState = z.infer<ReturnType<typeof streamState>>;
