import type { StreamSettings } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { parseBytes } from '../../input/parse-bytes.js';
import { parseNanoseconds } from '../../input/parse-nanoseconds.js';
import { parseWholeNumber } from '../../input/parse-option.js';
import {
  addSharedBucketFlags,
  readSharedBucketFlags,
  type SharedBucketFlags,
} from '../../input/shared-bucket-flags.js';

/** The settings of a key-value bucket on the command line. */
export interface BucketFlags extends SharedBucketFlags {
  readonly history?: number;
  readonly maxValueSize?: number;
  readonly markerTtl?: number;
  readonly republishSource?: string;
  readonly republishDestination?: string;
  readonly republishHeaders?: boolean;
}

/** Adds the options. */
export function addBucketFlags(command: Command): Command {
  return addSharedBucketFlags(command)
    .addOption(
      new Option('--history <count>', 'number of values to keep for each key, 1 to 64').argParser(parseWholeNumber),
    )
    .addOption(
      new Option('--max-value-size <size>', 'largest size of a value, such as 64K, -1 for no limit').argParser(
        parseBytes,
      ),
    )
    .addOption(
      new Option(
        '--marker-ttl <time>',
        'allow a TTL for each key, and keep delete markers for this time (nats-server 2.11)',
      ).argParser(parseNanoseconds),
    )
    .option('--republish-source <subject>', 'republish changes of these subjects; needs --republish-destination')
    .option('--republish-destination <subject>', 'subject of the republished changes')
    .option('--republish-headers', 'republish only headers');
}

/** The settings that the options name, for the stream behind the bucket. */
export function readBucketFlags(flags: BucketFlags): StreamSettings {
  const { history, maxValueSize, markerTtl, republishSource, republishDestination, republishHeaders } = flags;
  const republish = {
    src: republishSource ?? '>',
    dest: republishDestination ?? '',
    ...(republishHeaders && { headers_only: true }),
  };
  return {
    ...readSharedBucketFlags(flags),
    ...withoutUndefined({ max_msgs_per_subject: history, max_msg_size: maxValueSize }),
    ...(markerTtl === undefined ? {} : { allow_msg_ttl: true, subject_delete_marker_ttl: markerTtl }),
    ...(republishDestination === undefined ? {} : { republish }),
  };
}
