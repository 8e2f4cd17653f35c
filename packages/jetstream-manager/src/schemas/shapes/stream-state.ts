import * as z from 'zod';
import { int64, uint64 } from '../values/integer.js';
import { once } from '../values/once.js';
import { timestamp } from '../values/timestamp.js';

/** What a stream holds. `deleted` and `subjects` come on request only, and the server caps both. */
export const streamState = once(() =>
  z.strictObject({
    messages: uint64().describe('Messages it holds'),
    bytes: uint64().describe('Bytes it holds'),
    first_seq: uint64().describe('Sequence of the first message'),
    first_ts: timestamp().optional().describe('When the first message was stored'),
    last_seq: uint64().describe('Sequence of the last message'),
    last_ts: timestamp().optional().describe('When the last message was stored'),
    deleted: z.array(uint64()).optional().describe('Sequences between the first and the last that are gone'),
    num_deleted: int64(0).optional().describe('How many sequences are gone'),
    subjects: z.record(z.string(), uint64()).optional().describe('Messages by subject'),
    num_subjects: int64(0).optional().describe('How many subjects it holds'),
    lost: z
      .looseObject({ msgs: z.array(uint64()).nullable().optional(), bytes: uint64().optional() })
      .optional()
      .describe('Messages that the server could not read'),
    consumer_count: int64(0).describe('How many consumers it has'),
  }),
);

/** What a stream holds: messages, bytes, first and last sequence. */
export type StreamState = z.infer<ReturnType<typeof streamState>>;
