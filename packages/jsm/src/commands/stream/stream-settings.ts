import type { StreamSettings } from '@symphony-ts/jetstream-manager';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseNanoseconds } from '../../input/parse-nanoseconds.js';

/** The settings of a stream on the command line. The options have the names of the `nats` tool. */
export interface StreamFlags {
  readonly config?: string;
  readonly subjects?: readonly string[];
  readonly description?: string;
  readonly storage?: 'file' | 'memory';
  readonly retention?: 'limits' | 'interest' | 'workqueue';
  readonly discard?: 'old' | 'new';
  readonly replicas?: number;
  readonly maxMsgs?: number;
  readonly maxMsgsPerSubject?: number;
  readonly maxBytes?: number;
  readonly maxAge?: number;
  readonly maxMsgSize?: number;
  readonly maxConsumers?: number;
  readonly dupeWindow?: number;
  readonly compression?: 's2' | 'none';
  readonly allowDirect?: boolean;
  readonly allowRollup?: boolean;
  readonly denyDelete?: boolean;
  readonly denyPurge?: boolean;
}

const number = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('It must be a whole number.');
};

/** Adds the options. */
export function addStreamSettings(command: Command): void {
  command
    .option('--config <file>', 'JSON file with the configuration, - for standard input; options override it')
    .option('--subjects <subject...>', 'subjects to store')
    .option('--description <text>', 'description of the stream')
    .addOption(new Option('--storage <kind>', 'where to store messages').choices(['file', 'memory']))
    .addOption(
      new Option('--retention <policy>', 'when to remove messages').choices(['limits', 'interest', 'workqueue']),
    )
    .addOption(new Option('--discard <which>', 'which messages to discard at a limit').choices(['old', 'new']))
    .addOption(new Option('--compression <kind>', 'compression of the files').choices(['s2', 'none']))
    .addOption(new Option('--replicas <count>', 'number of servers that hold a copy').argParser(number))
    .addOption(new Option('--max-msgs <count>', 'largest number of messages, -1 for no limit').argParser(number))
    .addOption(
      new Option('--max-msgs-per-subject <count>', 'largest number of messages on one subject').argParser(number),
    )
    .addOption(new Option('--max-bytes <count>', 'largest number of bytes, -1 for no limit').argParser(number))
    .addOption(new Option('--max-age <time>', 'how long to keep a message, such as 24h').argParser(parseNanoseconds))
    .addOption(new Option('--max-msg-size <bytes>', 'largest size of a message').argParser(number))
    .addOption(new Option('--max-consumers <count>', 'largest number of consumers').argParser(number))
    .addOption(
      new Option('--dupe-window <time>', 'time in which a repeated message id is ignored').argParser(parseNanoseconds),
    )
    .option('--allow-direct', 'let every replica answer reads')
    .option('--no-allow-direct', 'let only the leader answer reads')
    .option('--allow-rollup', 'allow a message to replace all earlier ones')
    .option('--deny-delete', 'forbid deletion of single messages')
    .option('--deny-purge', 'forbid a purge');
}

/** Reads the settings that are given. */
export function readStreamSettings(flags: StreamFlags): StreamSettings {
  const { subjects, description, storage, retention, discard, compression } = flags;
  const fields = {
    subjects: subjects && [...subjects],
    description,
    storage,
    retention,
    discard,
    compression,
    num_replicas: flags.replicas,
    max_msgs: flags.maxMsgs,
    max_msgs_per_subject: flags.maxMsgsPerSubject,
    max_bytes: flags.maxBytes,
    max_age: flags.maxAge,
    max_msg_size: flags.maxMsgSize,
    max_consumers: flags.maxConsumers,
    duplicate_window: flags.dupeWindow,
    allow_direct: flags.allowDirect,
    allow_rollup_hdrs: flags.allowRollup,
    deny_delete: flags.denyDelete,
    deny_purge: flags.denyPurge,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
