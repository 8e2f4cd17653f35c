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

/** A stream's configuration, as in requests and in information responses. */
export const streamConfiguration = once(() =>
  z.strictObject({
    name: optionalAssetName().optional().describe('Name of the stream; empty in a template'),
    description: shortText(4096).optional().describe('Description of the stream'),
    subjects: z.array(text()).optional().describe('Subjects to store, wildcards allowed; empty for a mirror'),
    subject_transform: subjectTransform().optional().describe('Rewrites subjects before messages are stored'),
    retention: z
      .enum(['limits', 'interest', 'workqueue'])
      .describe(
        'When messages are removed: at a limit, when no consumer needs them, or when one consumer has acknowledged them',
      ),
    max_consumers: int64(-1).describe('Largest number of consumers; -1 for no limit'),
    max_msgs: int64(-1).describe('Largest number of messages; -1 for no limit'),
    max_msgs_per_subject: int64(-1).optional().describe('Largest number of messages on one subject; -1 for no limit'),
    max_bytes: int64(-1).describe('Largest number of bytes; -1 for no limit'),
    max_age: nanoseconds().describe('Nanoseconds to keep a message; 0 for no limit'),
    max_msg_size: count({ min: -1, max: 2_147_483_647 })
      .optional()
      .describe('Largest size of a message in bytes; -1 for no limit'),
    storage: z.enum(['file', 'memory']).describe('Where messages are stored'),
    compression: z.enum(['none', 's2']).optional().describe('Compression of the files'),
    first_seq: uint64().optional().describe('Sequence of its first message'),
    num_replicas: count({ min: 0, max: 5 }).describe('Number of servers that hold a copy'),
    no_ack: z.boolean().optional().describe('Whether publishers get no answer'),
    discard: z
      .enum(['old', 'new'])
      .optional()
      .describe('Which messages are discarded at a limit: old ones or new ones'),
    discard_new_per_subject: z.boolean().optional().describe('Whether new messages are discarded per subject'),
    duplicate_window: nanoseconds()
      .optional()
      .describe('Nanoseconds in which a repeated message id is ignored; 0 for the default'),
    placement: placement().optional().describe('Where the stream should be'),
    mirror: streamSource().optional().describe('The stream to mirror'),
    sources: z.array(streamSource()).optional().describe('The streams to copy from'),
    sealed: z.boolean().optional().describe('Whether the stream is sealed: its content cannot change any more'),
    deny_delete: z.boolean().optional().describe('Whether single messages cannot be deleted'),
    deny_purge: z.boolean().optional().describe('Whether the stream cannot be purged'),
    allow_rollup_hdrs: z.boolean().optional().describe('Whether a message may replace all earlier ones'),
    allow_direct: z.boolean().optional().describe('Whether every replica may answer reads'),
    allow_atomic: z.boolean().optional().describe('Whether clients may publish atomic batches'),
    allow_batched: z.boolean().optional().describe('Whether messages may be published in fast batches'),
    allow_msg_counter: z.boolean().optional().describe('Whether the stream holds counters, and nothing else'),
    allow_msg_schedules: z.boolean().optional().describe('Whether messages may be scheduled for a later time'),
    allow_msg_ttl: z.boolean().optional().describe('Whether a message may have a TTL of its own'),
    subject_delete_marker_ttl: nanoseconds()
      .optional()
      .describe('Nanoseconds to keep the marker that replaces the last message of a subject'),
    mirror_direct: z.boolean().optional().describe('Whether a mirror may answer reads as well'),
    republish: republish().optional().describe('Republishes each stored message on another subject'),
    metadata: z.record(z.string(), z.string()).optional().describe('Free notes of the owner'),
    consumer_limits: consumerLimits().optional().describe('Limits and defaults of the settings of its consumers'),
    persist_mode: z.enum(['', 'default', 'async']).optional().describe('Whether an answer waits for the disk'),
  }),
);

/** A stream's configuration under the field names of the API. */
export type StreamConfiguration = z.infer<ReturnType<typeof streamConfiguration>>;
