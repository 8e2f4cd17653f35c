import type { StreamSettings } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { collect, parseMetadata } from './list-option.js';
import { parseBytes } from './parse-bytes.js';
import { parseLimit } from './parse-nanoseconds.js';
import { parseWholeNumber } from './parse-option.js';

/** Settings that key-value buckets and object stores share. The options have the names of the `nats` tool. */
export interface SharedBucketFlags {
  readonly description?: string;
  readonly ttl?: number;
  readonly maxBucketSize?: number;
  readonly replicas?: number;
  readonly storage?: 'file' | 'f' | 'memory' | 'm';
  readonly compress?: boolean;
  readonly cluster?: string;
  readonly tags?: readonly string[];
  readonly metadata?: readonly string[];
}

/** Adds the options. */
export function addSharedBucketFlags(command: Command): Command {
  return command
    .option('--description <text>', 'description of the bucket')
    .addOption(new Option('--ttl <time>', 'how long to keep an entry, such as 24h').argParser(parseLimit))
    .addOption(
      new Option('--max-bucket-size <size>', 'largest size, such as 10GB, -1 for no limit').argParser(parseBytes),
    )
    .addOption(new Option('--replicas <count>', 'number of servers that hold a copy').argParser(parseWholeNumber))
    .addOption(new Option('--storage <kind>', 'where to store entries').choices(['file', 'f', 'memory', 'm']))
    .option('--compress', 'compress the files (nats-server 2.10)')
    .option('--no-compress', 'do not compress the files')
    .option('--cluster <name>', 'cluster that shall hold the bucket')
    .option('--tags <tag>', 'tag of the servers that may hold the bucket; repeat it for more', collect)
    .option('--metadata <key=value>', 'metadata of the bucket; repeat it for more (nats-server 2.10)', collect);
}

/** The settings that the options name, for the stream behind the bucket. */
export function readSharedBucketFlags(flags: SharedBucketFlags): StreamSettings {
  const { description, ttl, maxBucketSize, replicas, storage, compress, cluster, tags, metadata } = flags;
  // An empty cluster name stands for any cluster.
  const placement = { cluster: cluster ?? '', tags: [...(tags ?? [])] };
  return {
    ...withoutUndefined({ description }),
    ...(ttl === undefined ? {} : { max_age: ttl, duplicate_window: duplicateWindow(ttl) }),
    ...withoutUndefined({ max_bytes: maxBucketSize, num_replicas: replicas }),
    ...(storage === undefined ? {} : { storage: storage.startsWith('f') ? 'file' : 'memory' }),
    ...(compress === undefined ? {} : { compression: compress ? 's2' : 'none' }),
    ...(cluster === undefined && tags === undefined ? {} : { placement }),
    ...(metadata === undefined ? {} : { metadata: parseMetadata(metadata) }),
  };
}

const twoMinutes = 120e9;

/** The server refuses a duplicate window that is longer than the TTL of entries. */
const duplicateWindow = (ttl: number): number => (ttl > 0 ? Math.min(ttl, twoMinutes) : twoMinutes);
