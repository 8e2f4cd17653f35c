import * as z from 'zod';
import { count, int64, nanoseconds, uint64 } from '../values/integer.js';
import { once } from '../values/once.js';
import { assetName, nonEmpty, shortText, text } from '../values/text.js';
import { timestamp } from '../values/timestamp.js';

const deliverPolicies = ['all', 'last', 'new', 'by_start_sequence', 'by_start_time', 'last_per_subject'] as const;

/** The fields of a consumer's configuration, each by itself. */
export const consumerFields = once(() =>
  z.looseObject({
    name: assetName().optional().describe('Name of the consumer'),
    durable_name: assetName().optional().describe('Name of a consumer that outlives its clients'),
    description: shortText(4096).optional().describe('What the consumer is for'),
    deliver_policy: z.enum(deliverPolicies).describe('Where in the stream it starts'),
    opt_start_seq: uint64().optional().describe('Sequence it starts at'),
    opt_start_time: timestamp().optional().describe('Time it starts at'),
    deliver_subject: nonEmpty().optional().describe('Subject that messages are pushed to; none for a pull consumer'),
    deliver_group: nonEmpty().optional().describe('Queue group that pushed messages are shared in'),
    ack_policy: z
      .enum(['none', 'all', 'explicit', 'flow_control'])
      .optional()
      .describe('Which messages must be acknowledged'),
    ack_wait: int64(1).optional().describe('Nanoseconds until a message that was not acknowledged is delivered again'),
    max_deliver: int64().optional().describe('Most deliveries of a message; -1 for any number'),
    backoff: z.array(nanoseconds()).optional().describe('Nanoseconds between one delivery and the next'),
    filter_subject: text().optional().describe('Subject it is limited to'),
    filter_subjects: z.array(nonEmpty()).optional().describe('Subjects it is limited to'),
    replay_policy: z
      .enum(['instant', 'original'])
      .optional()
      .describe('Whether it delivers at once or at the pace of publishing'),
    sample_freq: text().optional().describe('Percentage of acknowledgements that are reported'),
    rate_limit_bps: uint64().optional().describe('Most bits a second that are pushed'),
    max_ack_pending: int64().optional().describe('Most messages that may wait for acknowledgement'),
    idle_heartbeat: nanoseconds()
      .optional()
      .describe('Nanoseconds of silence until a pushing consumer says that it is there'),
    flow_control: z.boolean().optional().describe('Whether clients set the pace of pushing'),
    max_waiting: int64(0).optional().describe('Most pull requests that may wait'),
    direct: z.boolean().optional().describe('For the server itself'),
    sourcing: z.boolean().optional().describe('For the server itself'),
    headers_only: z.boolean().optional().describe('Whether messages come without their content'),
    max_batch: count({ min: 0 }).optional().describe('Most messages a pull request may ask for'),
    max_expires: nanoseconds().optional().describe('Most nanoseconds a pull request may wait'),
    max_bytes: int64(0).optional().describe('Most bytes a pull request may ask for'),
    inactive_threshold: nanoseconds().optional().describe('Nanoseconds without clients until it is removed'),
    num_replicas: count({ min: 0, max: 5 })
      .optional()
      .describe("Servers that hold its state; 0 for the stream's number"),
    mem_storage: z.boolean().optional().describe('Whether its state is kept in memory'),
    metadata: z.record(z.string(), z.string()).optional().describe('Anything its owner wants to note'),
    pause_until: timestamp().optional().describe('Time until which it delivers nothing'),
    priority_groups: z.array(nonEmpty()).optional().describe('Groups of clients among which messages are shared out'),
    priority_policy: z
      .enum(['none', 'overflow', 'pinned_client', 'prioritized'])
      .optional()
      .describe('How messages are shared out among the clients of a group'),
    priority_timeout: nanoseconds().optional().describe('Nanoseconds until a silent client loses its pin'),
  }),
);

/** Which further field a deliver policy needs. */
const startFields = { by_start_sequence: 'opt_start_seq', by_start_time: 'opt_start_time' } as const;

/** A consumer's configuration, as requests carry it and information responses return it. */
export const consumerConfiguration = once(() =>
  consumerFields()
    .superRefine((config, context) => {
      for (const [policy, field] of Object.entries(startFields)) {
        if (config.deliver_policy !== policy || config[field] !== undefined) continue;
        context.addIssue({ code: 'custom', path: [field], message: `required when deliver_policy is ${policy}` });
      }
    })
    .meta({
      allOf: Object.entries(startFields).map(([policy, field]) => ({
        anyOf: [
          { not: { properties: { deliver_policy: { const: policy } }, required: ['deliver_policy'] } },
          { required: [field] },
        ],
      })),
    }),
);

/** A consumer's configuration in the field's own terms. */
export type ConsumerConfiguration = z.infer<ReturnType<typeof consumerConfiguration>>;
