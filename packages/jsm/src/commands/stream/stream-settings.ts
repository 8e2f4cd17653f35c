import type { StreamSettings } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { collect, collectSubjects, parseMetadata } from '../../input/list-option.js';
import { parseBytes } from '../../input/parse-bytes.js';
import { parseLimit, parseNanoseconds } from '../../input/parse-nanoseconds.js';
import { parseWholeNumber } from '../../input/parse-option.js';
import { addSettings, choice, claim, readSettings, value } from '../../input/setting.js';
import { UsageError } from '../../process/usage-error.js';
import type { WithoutCreating } from '../../running/without-creating.js';

/** The settings of a stream on the command line. The options have the names of the `nats` tool. */
export interface StreamFlags extends WithoutCreating, Readonly<Record<string, unknown>> {
  readonly config?: string;
  readonly cluster?: string;
  readonly tag?: readonly string[];
  readonly metadata?: readonly string[];
  /** `false` removes it. */
  readonly mirror?: string | boolean;
  readonly source?: readonly string[];
  readonly discardPerSubject?: boolean;
  readonly transformSource?: string;
  readonly transformDestination?: string;
  readonly transform?: boolean;
  readonly republishSource?: string;
  readonly republishDestination?: string;
  readonly republishHeaders?: boolean;
  readonly republish?: boolean;
  readonly limitConsumerInactive?: number;
  readonly limitConsumerMaxPending?: number;
}

/** Options of new and of existing streams, each for one field. Built for each command, because options hold state. */
const settings = () => [
  value('description', '--description <text>', 'description of the stream'),
  choice('storage', '--storage <kind>', 'where to store messages', {
    file: 'file',
    f: 'file',
    memory: 'memory',
    m: 'memory',
  }),
  choice('retention', '--retention <policy>', 'when to remove messages', {
    limits: 'limits',
    interest: 'interest',
    workqueue: 'workqueue',
    work: 'workqueue',
    workq: 'workqueue',
  }),
  choice('discard', '--discard <which>', 'which messages to discard at a limit', { old: 'old', new: 'new' }),
  choice('compression', '--compression <kind>', 'compression of the files', { s2: 's2', none: 'none' }),
  choice('persist_mode', '--persist-mode <mode>', 'when to write to disk (nats-server 2.12)', {
    default: 'default',
    async: 'async',
  }),
  value('num_replicas', '--replicas <count>', 'number of servers that hold a copy', parseWholeNumber),
  value('first_seq', '--first-sequence <number>', 'first sequence of a new stream', parseWholeNumber),
  value('max_msgs', '--max-msgs <count>', 'largest number of messages, -1 for no limit', parseWholeNumber),
  value(
    'max_msgs_per_subject',
    '--max-msgs-per-subject <count>',
    'largest number of messages on one subject',
    parseWholeNumber,
  ),
  value('max_bytes', '--max-bytes <size>', 'largest size, such as 10GB, -1 for no limit', parseBytes),
  value('max_age', '--max-age <time>', 'how long to keep a message, such as 24h, -1 for no limit', parseLimit),
  value('max_msg_size', '--max-msg-size <size>', 'largest size of a message', parseBytes),
  value('max_consumers', '--max-consumers <count>', 'largest number of consumers', parseWholeNumber),
  value('duplicate_window', '--dupe-window <time>', 'time in which a repeated message id is ignored', parseNanoseconds),
  value(
    'subject_delete_marker_ttl',
    '--subject-del-markers-ttl <time>',
    'how long to keep delete markers (nats-server 2.11)',
    parseNanoseconds,
  ),
  ...claim('allow_direct', 'allow-direct', 'let every replica answer reads', 'let only the leader answer reads'),
  ...claim('mirror_direct', 'allow-mirror-direct', 'let mirrors answer reads', 'let no mirror answer reads'),
  ...claim('allow_rollup_hdrs', 'allow-rollup', 'allow a message to replace all earlier ones', 'forbid that'),
  ...claim('deny_delete', 'deny-delete', 'forbid deletion of single messages', 'allow that'),
  ...claim('deny_purge', 'deny-purge', 'forbid a purge', 'allow that'),
  ...claim('allow_msg_ttl', 'allow-msg-ttl', 'allow a TTL for each message (nats-server 2.11)'),
  ...claim('allow_msg_counter', 'allow-counter', 'make the stream a counter (nats-server 2.12)'),
  ...claim('allow_msg_schedules', 'allow-schedules', 'allow scheduled messages (nats-server 2.12)', 'forbid that'),
  ...claim('allow_atomic', 'allow-batch', 'allow atomic batches (nats-server 2.12)', 'forbid that'),
  ...claim('allow_batched', 'allow-fast', 'allow fast batches (nats-server 2.14)', 'forbid that'),
];

/** Adds the options. `removable` also adds those that remove a setting. */
export function addStreamSettings(
  command: Command,
  { removable = false }: { readonly removable?: boolean } = {},
): void {
  command
    .option('--config <file>', 'JSON file with the configuration, - for standard input; options override it')
    .option('--subjects <subject>', 'subjects to store, with commas in between, or one in each option', collectSubjects)
    .option('--metadata <key=value>', 'metadata; repeat it for more (nats-server 2.10)', collect)
    .option('--cluster <name>', 'place the stream in this cluster')
    .option('--tag <tag>', 'place the stream on servers with this tag; repeat it for more', collect)
    .addOption(new Option('--tags <tag>').argParser(collect).hideHelp())
    .option('--ack', 'acknowledge publishes')
    .option('--no-ack', 'do not acknowledge publishes')
    .option('--discard-per-subject', 'refuse new messages at the limit of their subject')
    .option('--no-discard-per-subject', 'do not')
    .option('--mirror <stream>', 'copy this stream')
    .option('--source <stream>', 'also store the messages of this stream; repeat it for more', collect)
    .option('--transform-source <subject>', 'change subjects like this; needs --transform-destination')
    .option('--transform-destination <subject>', 'into this')
    .option('--republish-source <subject>', 'republish messages of these subjects; needs --republish-destination')
    .option('--republish-destination <subject>', 'subject of the republished messages')
    .option('--republish-headers', 'republish only headers')
    .option('--limit-consumer-inactive <time>', 'largest inactive threshold of consumers', parseNanoseconds)
    .option(
      '--limit-consumer-max-pending <count>',
      'largest number of pending messages of consumers',
      parseWholeNumber,
    );
  addSettings(command, settings());
  if (removable)
    command
      .option('--no-mirror', 'make a mirror an independent stream (nats-server 2.12)')
      .option('--no-transform', 'remove the change of subjects')
      .option('--no-republish', 'do not republish');
}

/** Reads the given settings. `current` is the configuration to change, if there is one. */
export function readStreamSettings(flags: StreamFlags, current: StreamSettings = {}): StreamSettings {
  const { mirror, source, metadata, transform, republish, discardPerSubject } = flags;
  const fields: Record<string, unknown> = {
    subjects: flags['subjects'],
    metadata: metadata && parseMetadata(metadata),
    no_ack: typeof flags['ack'] === 'boolean' ? !flags['ack'] : undefined,
    placement: readPlacement(flags, current),
    mirror: typeof mirror === 'string' ? { name: mirror } : undefined,
    sources: source?.map((name) => ({ name })),
    discard_new_per_subject: discardPerSubject,
    subject_transform: readMapping('transform', flags.transformSource, flags.transformDestination),
    republish: readRepublish(flags),
    consumer_limits: readConsumerLimits(flags, current),
    ...(discardPerSubject && { discard: 'new' }),
    ...readSettings(flags, settings()),
  };
  const given = Object.entries(fields).filter(([, field]) => field !== undefined);
  const removed = { mirror: mirror === false, subject_transform: transform === false, republish: republish === false };
  const gone = Object.entries(removed).flatMap(([field, isGone]) => (isGone ? [[field, undefined] as const] : []));
  // The options give each field a value of its type; the server and `jsm diff` check it.
  return Object.fromEntries([...given, ...gone]);
}

/** An empty name or tag removes that part. */
function readPlacement({ cluster, tag, tags }: StreamFlags, { placement }: StreamSettings): object | undefined {
  const given = tag ?? (tags as StreamFlags['tag']);
  if (cluster === undefined && given === undefined) return undefined;
  const wanted = given === undefined ? [...(placement?.tags ?? [])] : given.filter((each) => each !== '');
  return { cluster: cluster ?? placement?.cluster ?? '', tags: wanted };
}

function readConsumerLimits(
  { limitConsumerInactive: inactive_threshold, limitConsumerMaxPending: max_ack_pending }: StreamFlags,
  { consumer_limits }: StreamSettings,
): object | undefined {
  if (inactive_threshold === undefined && max_ack_pending === undefined) return undefined;
  return {
    ...consumer_limits,
    ...withoutUndefined({ inactive_threshold, max_ack_pending }),
  };
}

function readMapping(name: string, src: string | undefined, dest: string | undefined): object | undefined {
  if (src === undefined && dest === undefined) return undefined;
  if (src !== undefined && dest !== undefined) return { src, dest };
  throw new UsageError(`--${name}-source and --${name}-destination go together`);
}

function readRepublish({ republishSource, republishDestination, republishHeaders }: StreamFlags): object | undefined {
  const mapping = readMapping('republish', republishSource, republishDestination);
  if (mapping !== undefined) return { ...mapping, ...(republishHeaders && { headers_only: true }) };
  if (republishHeaders) throw new UsageError('--republish-headers needs --republish-source');
  return undefined;
}
