import * as z from 'zod';
import { count, int64, nanoseconds, uint64 } from '../values/integer.js';
import { once } from '../values/once.js';
import { assetName, nonEmpty, shortText, text } from '../values/text.js';
import { timestamp } from '../values/timestamp.js';

const deliverPolicies = ['all', 'last', 'new', 'by_start_sequence', 'by_start_time', 'last_per_subject'] as const;

/** The fields of a consumer's configuration, without the rules that connect them. */
export const consumerFields = once(() =>
  z.looseObject({
    name: assetName().optional().describe('Name of the consumer'),
    durable_name: assetName().optional().describe('Name of a durable consumer, which stays without clients'),
    description: shortText(4096).optional().describe('Description of the consumer'),
    deliver_policy: z.enum(deliverPolicies).describe('Which message of the stream to start with'),
    opt_start_seq: uint64().optional().describe('First sequence'),
    opt_start_time: timestamp().optional().describe('Starts with messages of this time'),
    deliver_subject: nonEmpty()
      .optional()
      .describe('Subject to which the server pushes messages; empty for a pull consumer'),
    deliver_group: nonEmpty().optional().describe('Queue group that shares the pushed messages'),
    ack_policy: z
      .enum(['none', 'all', 'explicit', 'flow_control'])
      .optional()
      .describe('Which messages must be acknowledged'),
    ack_wait: int64(1).optional().describe('Nanoseconds until an unacknowledged message is delivered again'),
    max_deliver: int64().optional().describe('Largest number of deliveries of a message; -1 for no limit'),
    backoff: z.array(nanoseconds()).optional().describe('Nanoseconds to wait before each redelivery'),
    filter_subject: text().optional().describe('Delivers only messages on this subject'),
    filter_subjects: z.array(nonEmpty()).optional().describe('Delivers only messages on these subjects'),
    replay_policy: z
      .enum(['instant', 'original'])
      .optional()
      .describe('Whether to deliver at once or at the speed of publishing'),
    sample_freq: text().optional().describe('Percentage of acknowledgements to report'),
    rate_limit_bps: uint64().optional().describe('Largest number of bits per second that are pushed'),
    max_ack_pending: int64().optional().describe('Largest number of unacknowledged messages'),
    idle_heartbeat: nanoseconds().optional().describe('Nanoseconds of silence until a push consumer sends a heartbeat'),
    flow_control: z.boolean().optional().describe('Whether clients control the speed of pushing'),
    max_waiting: int64(0).optional().describe('Largest number of waiting pull requests'),
    direct: z.boolean().optional().describe('Only for the server itself'),
    sourcing: z.boolean().optional().describe('Only for the server itself'),
    headers_only: z.boolean().optional().describe('Whether messages are delivered without their content'),
    max_batch: count({ min: 0 }).optional().describe('Largest number of messages in a pull request'),
    max_expires: nanoseconds().optional().describe('Longest time of a pull request in nanoseconds'),
    max_bytes: int64(0).optional().describe('Largest number of bytes in a pull request'),
    inactive_threshold: nanoseconds()
      .optional()
      .describe('Nanoseconds without clients until the server deletes the consumer'),
    num_replicas: count({ min: 0, max: 5 })
      .optional()
      .describe("Number of servers that hold its state; 0 for the stream's number"),
    mem_storage: z.boolean().optional().describe('Whether its state is in memory'),
    metadata: z.record(z.string(), z.string()).optional().describe('Free notes of the owner'),
    pause_until: timestamp().optional().describe('The consumer is paused until this time'),
    priority_groups: z.array(nonEmpty()).optional().describe('Groups of clients that share the messages'),
    priority_policy: z
      .enum(['none', 'overflow', 'pinned_client', 'prioritized'])
      .optional()
      .describe('How the clients of a group share the messages'),
    priority_timeout: nanoseconds().optional().describe('Nanoseconds until a silent client loses its pin'),
  }),
);

/** The additional field that each deliver policy needs. */
const startFields = { by_start_sequence: 'opt_start_seq', by_start_time: 'opt_start_time' } as const;

/** A consumer's configuration, as in requests and in information responses. */
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

/** A consumer's configuration under the field names of the API. */
export type ConsumerConfiguration = z.infer<ReturnType<typeof consumerConfiguration>>;
