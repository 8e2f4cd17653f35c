import type { KV, KvEntry } from '@nats-io/kv';
import { formatExactJson, type Manager } from '@symphony-ts/jetstream-manager';
import { bytes, duration } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { parseCount } from '../../input/parse-option.js';
import { type AddCommand, isJson, lookOf, withManager } from '../../running/command-context.js';
import { entryJson, formatEntry } from '../../view/kv-entry.js';
import type { Look } from '../../view/look.js';
import { content } from '../../view/message.js';
import { formatTable, formatTime } from '../../view/table.js';
import { type BucketInfo, describeBucket } from './describe-bucket.js';
import { parseKey } from './kv-arguments.js';
import { openBucket, readCurrent } from './open-bucket.js';

interface GetFlags {
  readonly revision?: number;
  readonly raw?: boolean;
}

interface ListFlags {
  readonly names?: boolean;
  readonly verbose?: boolean;
  readonly displayValue?: boolean;
}

interface Listing extends ListFlags {
  readonly json: boolean;
  readonly look: Look;
}

/** Reads values and lists keys and buckets. */
export const addKvReads: AddCommand = (group, context) => {
  const { io } = context;

  group
    .command('get')
    .description('show the value of a key')
    .argument('<bucket>')
    .argument('<key>', 'the key', parseKey)
    .addOption(new Option('--revision <number>', 'show this revision instead of the last one').argParser(parseCount))
    .option('--raw', 'write only the bytes of the value')
    .action(async (bucket: string, key: string, { revision, raw }: GetFlags, command: Command) => {
      const entry = await withManager(command, context, async (manager) =>
        readEntry(await openBucket(manager, bucket), key, revision),
      );
      if (raw) await io.write(entry.value);
      else io.out(isJson(command) ? formatExactJson(entryJson(entry), 2) : formatEntry(entry));
    });

  group
    .command('ls')
    .alias('list')
    .description('list buckets, or the keys of one')
    .argument('[bucket]')
    .option('-n, --names', 'print only names')
    .option('-v, --verbose', 'also show revision, time and size of each key')
    .option('--display-value', 'also show the value of each key')
    .action(async (bucket: string | undefined, flags: ListFlags, command: Command) => {
      const listing = { ...flags, json: isJson(command), look: lookOf(command, context) };
      const text = await withManager(command, context, (manager) =>
        bucket === undefined ? listBuckets(manager, listing) : listKeys(manager, bucket, listing),
      );
      io.out(text);
    });
};

async function readEntry(kv: KV, key: string, revision: number | undefined): Promise<KvEntry> {
  const entry = await kv.get(key, revision === undefined ? undefined : { revision });
  if (entry === null) throw new Error(`${key} has no value${revision === undefined ? '' : ` of revision ${revision}`}`);
  if (entry.operation === 'PUT' || revision !== undefined) return entry;
  throw new Error(`${key} was deleted at ${entry.created.toISOString()} (revision ${entry.revision})`);
}

async function listBuckets(manager: Manager, { names, json, look }: Listing): Promise<string> {
  const { streams } = await manager.streams.list({ subject: '$KV.>' });
  const buckets = streams.filter(({ isKvBucket }) => isKvBucket).map(describeBucket);
  if (json) return formatExactJson(names ? buckets.map(({ bucket }) => bucket) : buckets, 2);
  if (names) return buckets.map(({ bucket }) => bucket).join('\n');
  return buckets.length === 0 ? 'No buckets.' : formatBuckets(buckets, look);
}

const formatBuckets = (buckets: readonly BucketInfo[], look: Look): string =>
  formatTable(
    'Key-value buckets',
    ['Bucket', 'Description', 'Values', 'Size', 'History', 'TTL', 'Replicas', 'Last write'],
    buckets.map((info) => [
      info.bucket,
      info.description ?? '',
      info.values,
      bytes(info.bytes),
      info.history,
      info.ttlNs === 0 ? '' : duration(info.ttlNs),
      info.replicas,
      formatTime(info.lastWrite),
    ]),
    look,
  );

async function listKeys(
  manager: Manager,
  bucket: string,
  { verbose, displayValue, json, look }: Listing,
): Promise<string> {
  const kv = await openBucket(manager, bucket);
  const current = await readCurrent(kv, { headersOnly: !displayValue });
  const entries = current.filter(({ operation }) => operation === 'PUT');
  if (json) {
    const shown = entries.map((entry) => (displayValue ? entryJson(entry) : { ...entryJson(entry), value: undefined }));
    return formatExactJson(verbose || displayValue ? shown : entries.map(({ key }) => key), 2);
  }
  if (entries.length === 0) return `No keys in ${bucket}.`;
  if (!verbose && !displayValue) return entries.map(({ key }) => key).join('\n');
  const head = ['Key', 'Revision', 'Created', 'Size', ...(displayValue ? ['Value'] : [])];
  const rows = entries.map(({ key, revision, created, length, value }) => [
    key,
    String(revision),
    formatTime(created.toISOString()),
    bytes(length),
    ...(displayValue ? [content(value)] : []),
  ]);
  return formatTable(`Keys of ${bucket}`, head, rows, look);
}
