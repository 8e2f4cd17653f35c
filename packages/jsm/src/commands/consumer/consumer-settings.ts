import type { ConsumerSettings } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { type Command, InvalidArgumentError } from 'commander';
import { collect, collectSubjects, parseMetadata } from '../../input/list-option.js';
import { parseBytes } from '../../input/parse-bytes.js';
import { parseMilliseconds, parseNanoseconds, readUntil } from '../../input/parse-nanoseconds.js';
import { parseCount, parseWholeNumber } from '../../input/parse-option.js';
import { addSettings, choice, claim, hidden, readSettings, value } from '../../input/setting.js';
import { UsageError } from '../../process/usage-error.js';
import type { WithoutCreating } from '../../running/without-creating.js';

/** The settings of a consumer on the command line. The options have the names of the `nats` tool. */
export interface ConsumerFlags extends WithoutCreating, Readonly<Record<string, unknown>> {
  readonly config?: string;
  readonly filter?: readonly string[];
  readonly metadata?: readonly string[];
  readonly backoff?: readonly string[];
  readonly backoffSteps: number;
  readonly backoffMin: number;
  readonly backoffMax: number;
  readonly deliver?: string;
  readonly sample?: string;
  readonly pull?: boolean;
  readonly target?: string;
  readonly pause?: string;
  readonly pinnedGroups?: readonly string[];
  readonly overflowGroups?: readonly string[];
  readonly prioritizedGroups?: readonly string[];
}

/** Options that each set one field. Built for each command, because options hold state. */
const settings = () => [
  value('description', '--description <text>', 'description of the consumer'),
  choice('ack_policy', '--ack <policy>', 'which messages must be acknowledged', {
    explicit: 'explicit',
    all: 'all',
    none: 'none',
    flow_control: 'flow_control',
  }),
  choice('replay_policy', '--replay <policy>', 'speed of the delivery', { instant: 'instant', original: 'original' }),
  value('deliver_subject', '--target <subject>', 'push messages to this subject'),
  value('deliver_group', '--deliver-group <name>', 'share pushed messages among this queue group'),
  value('ack_wait', '--wait <time>', 'time to acknowledge, such as 30s', parseNanoseconds),
  value(
    'max_deliver',
    '--max-deliver <count>',
    'largest number of deliveries of a message, -1 for no limit',
    parseWholeNumber,
  ),
  value('max_ack_pending', '--max-pending <count>', 'largest number of unacknowledged messages', parseWholeNumber),
  hidden(value('max_ack_pending', '--max-outstanding <count>', 'the same', parseWholeNumber)),
  value('max_waiting', '--max-waiting <count>', 'largest number of waiting pull requests', parseWholeNumber),
  value('max_batch', '--max-pull-batch <count>', 'largest batch of a pull request', parseWholeNumber),
  value('max_expires', '--max-pull-expire <time>', 'longest wait of a pull request', parseNanoseconds),
  value('max_bytes', '--max-pull-bytes <size>', 'largest size that a pull request asks for', parseBytes),
  value(
    'inactive_threshold',
    '--inactive-threshold <time>',
    'delete the consumer after this time without use',
    parseNanoseconds,
  ),
  value(
    'idle_heartbeat',
    '--heartbeat <time>',
    'pause after which a push consumer sends a sign of life',
    parseNanoseconds,
  ),
  value('rate_limit_bps', '--bps <bits>', 'largest number of bits per second of a push consumer', parseCount),
  value('priority_timeout', '--pinned-ttl <time>', 'time after which an idle client loses its pin', parseNanoseconds),
  value('num_replicas', '--replicas <count>', 'number of servers that hold its state', parseWholeNumber),
  ...claim('headers_only', 'headers-only', 'deliver only headers', 'deliver whole messages'),
  ...claim('flow_control', 'flow-control', 'let the server wait for a slow subscriber of a push consumer'),
  ...claim('mem_storage', 'memory', 'keep the state in memory'),
];

const policies: Readonly<Record<string, string>> = {
  all: 'all',
  last: 'last',
  new: 'new',
  next: 'new',
  subject: 'last_per_subject',
  last_per_subject: 'last_per_subject',
};

/** Adds the options. */
export function addConsumerSettings(command: Command): void {
  command
    .option('--config <file>', 'JSON file with the configuration, - for standard input; options override it')
    .option(
      '--filter <subject>',
      'deliver only messages on these subjects, with commas in between, or one in each option',
      collectSubjects,
    )
    .option(
      '--deliver <policy>',
      'where to start: all, new, last, subject, a sequence, a duration such as 1h, or a time',
    )
    .option('--pull', 'make a pull consumer; this is the default')
    .option(
      '--backoff <times>',
      'waiting times before each redelivery, such as 1s,10s; or linear, or none',
      collectSubjects,
    )
    .option('--backoff-steps <count>', 'number of times with --backoff linear', parseCount, 10)
    .option('--backoff-min <time>', 'shortest time with --backoff linear, default 1m', parseNanoseconds, 60e9)
    .option('--backoff-max <time>', 'longest time with --backoff linear, default 20m', parseNanoseconds, 1200e9)
    .option('--sample <percent>', 'percentage of acknowledgements to report as metrics')
    .option('--metadata <key=value>', 'metadata; repeat it for more (nats-server 2.10)', collect)
    .option('--pause <until>', 'start paused until a time, or for a duration such as 1h (nats-server 2.11)')
    .option('--pinned-groups <group>', 'pin one client of each group; repeat it for more', collectSubjects)
    .option('--overflow-groups <group>', 'let each group take over at a load; repeat it for more', collectSubjects)
    .option('--prioritized-groups <group>', 'serve clients by priority; repeat it for more', collectSubjects);
  addSettings(command, settings());
}

/** Reads the given settings. */
export function readConsumerSettings(flags: ConsumerFlags): ConsumerSettings {
  const { filter, metadata, deliver, sample, pause } = flags;
  if (flags.pull && flags.target !== undefined) throw new UsageError('use either --pull or --target, not both');
  const fields: Record<string, unknown> = {
    // One of the two fields is emptied, because they exclude each other.
    ...(filter && { filter_subject: undefined, filter_subjects: undefined }),
    ...(filter?.length === 1 && { filter_subject: filter[0] }),
    ...(filter && filter.length > 1 && { filter_subjects: [...filter] }),
    ...(deliver !== undefined && readStart(deliver)),
    ...(metadata && { metadata: parseMetadata(metadata) }),
    ...(flags.backoff && { backoff: readBackoff(flags.backoff, flags) }),
    ...withoutUndefined({ sample_freq: sample }),
    ...(pause !== undefined && { pause_until: readUntil(pause).toISOString() }),
    ...readGroups(flags),
    ...readSettings(flags, settings()),
  };
  // The options give each field a value of its type; the server and `jsm diff` check it.
  return fields;
}

function readStart(text: string): object {
  const policy = policies[text];
  if (policy !== undefined) return { deliver_policy: policy };
  if (/^\d+$/.test(text)) return { deliver_policy: 'by_start_sequence', opt_start_seq: parseWholeNumber(text) };
  const milliseconds = parseMilliseconds(text);
  const start = milliseconds === undefined ? new Date(text) : new Date(Date.now() - milliseconds);
  if (!Number.isNaN(start.getTime())) return { deliver_policy: 'by_start_time', opt_start_time: start.toISOString() };
  throw new UsageError(`--deliver ${text}: write all, new, last, subject, a sequence, a duration or a time`);
}

function readBackoff(
  times: readonly string[],
  { backoffSteps: steps, backoffMin: min, backoffMax: max }: ConsumerFlags,
): readonly number[] {
  const [mode] = times;
  if (mode === 'none') return [];
  if (mode !== 'linear') return times.map(orUsage(parseNanoseconds));
  if (min > max) throw new UsageError('--backoff-min is longer than --backoff-max');
  if (steps === 1) return [max];
  return Array.from({ length: steps }, (_, index) => Math.round(min + ((max - min) * index) / (steps - 1)));
}

/** Outside an option's own parser, commander would not print such an error. */
const orUsage =
  (parse: (text: string) => number) =>
  (text: string): number => {
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      throw new UsageError(`"${text}": ${error.message}`, { cause: error });
    }
  };

function readGroups({ pinnedGroups, overflowGroups, prioritizedGroups }: ConsumerFlags): object {
  const kinds = [
    ['pinned_client', pinnedGroups],
    ['overflow', overflowGroups],
    ['prioritized', prioritizedGroups],
  ] as const;
  const given = kinds.filter(([, groups]) => groups !== undefined);
  if (given.length > 1) throw new UsageError('a consumer has one kind of groups: pinned, overflow or prioritized');
  return Object.assign(
    {},
    ...given.map(([priority_policy, priority_groups]) => ({ priority_policy, priority_groups })),
  );
}
