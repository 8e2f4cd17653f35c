import * as z from 'zod';
import { count, int64, nanoseconds, uint64 } from '../values/integer.js';
import { once } from '../values/once.js';
import { optionalAssetName, shortText, text } from '../values/text.js';
import { placement } from './cluster.js';
import { streamSource, subjectTransform } from './stream-source.js';

const republish = once(() =>
  z.looseObject({
    src: text().optional(),
    dest: text(),
    headers_only: z.boolean().optional(),
  }),
);

const consumerLimits = once(() =>
  z.looseObject({
    inactive_threshold: nanoseconds().optional(),
    max_ack_pending: int64().optional(),
  }),
);

/** A stream's configuration, as requests carry it and information responses return it. */
export const streamConfiguration = once(() =>
  z.strictObject({
    name: optionalAssetName().optional().describe('Name of the stream; empty in a template'),
    description: shortText(4096).optional().describe('What the stream is for'),
    subjects: z.array(text()).optional().describe('Subjects it stores, wildcards allowed; none for a mirror'),
    subject_transform: subjectTransform().optional().describe('Rewrites subjects before messages are stored'),
    retention: z
      .enum(['limits', 'interest', 'workqueue'])
      .describe('When messages leave: at a limit, once nobody wants them, or once one consumer took them'),
    max_consumers: int64(-1).describe('Most consumers it may have; -1 for any number'),
    max_msgs: int64(-1).describe('Most messages it may hold; -1 for any number'),
    max_msgs_per_subject: int64(-1).optional().describe('Most messages it may hold of one subject; -1 for any number'),
    max_bytes: int64(-1).describe('Most bytes it may hold; -1 for any number'),
    max_age: nanoseconds().describe('Nanoseconds a message is kept; 0 for ever'),
    max_msg_size: count({ min: -1, max: 2_147_483_647 })
      .optional()
      .describe('Largest message it takes, in bytes; -1 for any size'),
    storage: z.enum(['file', 'memory']).describe('Where messages are kept'),
    compression: z.enum(['none', 's2']).optional().describe('How files are compressed'),
    first_seq: uint64().optional().describe('Sequence of its first message'),
    num_replicas: count({ min: 0, max: 5 }).describe('Servers that hold a copy'),
    no_ack: z.boolean().optional().describe('Whether publishers get no answer'),
    discard: z.enum(['old', 'new']).optional().describe('What gives way at a limit: old messages or new ones'),
    discard_new_per_subject: z.boolean().optional().describe('Whether discarding new messages goes by subject'),
    duplicate_window: nanoseconds()
      .optional()
      .describe('Nanoseconds in which a message id is taken only once; 0 for the default'),
    placement: placement().optional().describe('Servers it should live on'),
    mirror: streamSource().optional().describe('Stream of which it is a copy'),
    sources: z.array(streamSource()).optional().describe('Streams it collects from'),
    sealed: z.boolean().optional().describe('Whether nothing in it can change any more'),
    deny_delete: z.boolean().optional().describe('Whether single messages cannot be deleted'),
    deny_purge: z.boolean().optional().describe('Whether it cannot be purged'),
    allow_rollup_hdrs: z.boolean().optional().describe('Whether one message may replace all before it'),
    allow_direct: z.boolean().optional().describe('Whether any server that holds it may answer reads'),
    allow_atomic: z.boolean().optional().describe('Whether batches are stored whole or not at all'),
    allow_batched: z.boolean().optional().describe('Whether messages may be published in fast batches'),
    allow_msg_counter: z.boolean().optional().describe('Whether it counts, and takes nothing else'),
    allow_msg_schedules: z.boolean().optional().describe('Whether messages may be published to be sent later'),
    allow_msg_ttl: z.boolean().optional().describe('Whether a message may say how long it is kept'),
    subject_delete_marker_ttl: nanoseconds()
      .optional()
      .describe('Nanoseconds that a marker stays where the last message of a subject went'),
    mirror_direct: z.boolean().optional().describe('Whether a mirror may answer reads as well'),
    republish: republish().optional().describe('Sends each stored message on under another subject'),
    metadata: z.record(z.string(), z.string()).optional().describe('Anything its owner wants to note'),
    consumer_limits: consumerLimits()
      .optional()
      .describe('Most that its consumers may ask for, and what they get otherwise'),
    persist_mode: z.enum(['', 'default', 'async']).optional().describe('Whether an answer waits for the disk'),
  }),
);

/** A stream's configuration in the field's own terms. */
export type StreamConfiguration = z.infer<ReturnType<typeof streamConfiguration>>;
