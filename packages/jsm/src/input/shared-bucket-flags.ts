import type { StreamSettings } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { UsageError } from '../process/usage-error.js';
import { parseNanoseconds } from './parse-nanoseconds.js';
import { parseWholeNumber } from './parse-option.js';

/** Settings that key-value buckets and object stores share; named as those of the `nats` tool. */
export interface SharedBucketFlags {
  readonly description?: string;
  readonly ttl?: number;
  readonly maxBucketSize?: number;
  readonly replicas?: number;
  readonly storage?: 'file' | 'memory';
  readonly compress?: boolean;
  readonly cluster?: string;
  readonly tags?: readonly string[];
  readonly metadata?: readonly string[];
}

/** Adds the options. */
export function addSharedBucketFlags(command: Command): Command {
  return command
    .option('--description <text>', 'what it is for')
    .addOption(new Option('--ttl <time>', 'how long an entry is kept, such as 24h').argParser(parseNanoseconds))
    .addOption(new Option('--max-bucket-size <bytes>', 'most bytes, -1 for any number').argParser(parseWholeNumber))
    .addOption(new Option('--replicas <count>', 'servers that hold a copy').argParser(parseWholeNumber))
    .addOption(new Option('--storage <kind>', 'where entries are kept').choices(['file', 'memory']))
    .option('--compress', 'compress the files (nats-server 2.10)')
    .option('--no-compress', 'do not compress the files')
    .option('--cluster <name>', 'cluster that holds it')
    .option('--tags <tag...>', 'tags of the servers that may hold it')
    .option('--metadata <key=value...>', 'notes about it (nats-server 2.10)');
}

/** The settings of the stream behind the bucket that the options name; no others. */
export function readSharedBucketFlags(flags: SharedBucketFlags): StreamSettings {
  const { description, ttl, maxBucketSize, replicas, storage, compress, cluster, tags, metadata } = flags;
  // An empty name of a cluster stands for any.
  const placement = { cluster: cluster ?? '', tags: [...(tags ?? [])] };
  return {
    ...withoutUndefined({ description }),
    ...(ttl === undefined ? {} : { max_age: ttl, duplicate_window: duplicateWindow(ttl) }),
    ...withoutUndefined({ max_bytes: maxBucketSize, num_replicas: replicas, storage }),
    ...(compress === undefined ? {} : { compression: compress ? 's2' : 'none' }),
    ...(cluster === undefined && tags === undefined ? {} : { placement }),
    ...(metadata === undefined ? {} : { metadata: parseMetadata(metadata) }),
  };
}

const twoMinutes = 120e9;

/** The server refuses a window that is longer than entries live. */
const duplicateWindow = (ttl: number): number => (ttl > 0 ? Math.min(ttl, twoMinutes) : twoMinutes);

function parseMetadata(entries: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf('=');
      if (at < 1) throw new UsageError(`--metadata ${entry}: write key=value`);
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}
