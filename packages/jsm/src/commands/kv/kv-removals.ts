import type { Manager } from '@symphony-ts/jetstream-manager';
import { grouped, withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { parseNanoseconds } from '../../input/parse-nanoseconds.js';
import { type AddCommand, confirm, withManager } from '../../running/command-context.js';
import { parseKey, readTtl } from './kv-arguments.js';
import { loadBucket, openBucket, readCurrent } from './open-bucket.js';

interface ForceFlags {
  readonly force?: boolean;
}

/** Removes values, the remains of removed values, and buckets. */
export const addKvRemovals: AddCommand = (group, context) => {
  const { io } = context;

  group
    .command('del')
    .alias('rm')
    .description('delete a key but keep its history, or delete a whole bucket')
    .argument('<bucket>')
    .argument('[key]', 'the key', parseKey)
    .option('-f, --force', 'do it')
    .action(async (bucket: string, key: string | undefined, flags: ForceFlags, command: Command) => {
      confirm(flags.force, key === undefined ? `delete the bucket ${bucket}` : `delete ${key} of ${bucket}`);
      await withManager(command, context, async (manager) =>
        key === undefined
          ? (await loadBucket(manager, bucket)).delete()
          : (await openBucket(manager, bucket)).delete(key),
      );
      io.out(key === undefined ? `${bucket}: deleted` : `${bucket} > ${key}: deleted`);
    });

  group
    .command('purge')
    .description('delete a key and its history')
    .argument('<bucket>')
    .argument('<key>', 'the key', parseKey)
    .option('--ttl <time>', 'remove the delete marker after this time too (nats-server 2.11)')
    .option('-f, --force', 'do it')
    .action(async (bucket: string, key: string, flags: ForceFlags & { ttl?: string }, command: Command) => {
      confirm(flags.force, `delete ${key} of ${bucket} with its history`);
      const ttl = readTtl(flags.ttl);
      await withManager(command, context, async (manager) =>
        (await openBucket(manager, bucket)).purge(key, withoutUndefined({ ttl })),
      );
      io.out(`${bucket} > ${key}: deleted with its history`);
    });

  group
    .command('compact')
    .description('remove the history of deleted keys, and delete markers that are older than 30 minutes')
    .argument('<bucket>')
    .addOption(
      new Option('--older-than <time>', 'smallest age of the delete markers to remove')
        .argParser(parseNanoseconds)
        .default(18e11, '30m'),
    )
    .option('-f, --force', 'do it')
    .action(async (bucket: string, flags: ForceFlags & { olderThan: number }, command: Command) => {
      confirm(flags.force, `remove the history of deleted keys of ${bucket}`);
      const removed = await withManager(command, context, (manager) => compact(manager, bucket, flags.olderThan / 1e6));
      io.out(`${bucket}: ${grouped(removed)} messages removed`);
    });
};

/**
 * Removes the history of deleted keys, and their delete markers if these are old enough. It uses the sequence of the
 * marker, so that a value written in the meantime stays.
 */
async function compact(manager: Manager, bucket: string, olderThanMs: number): Promise<number> {
  const stream = await loadBucket(manager, bucket);
  const kv = await openBucket(manager, bucket);
  const oldest = Date.now() - olderThanMs;
  let removed = 0;
  for (const { key, operation, revision, created } of await readCurrent(kv, { headersOnly: true })) {
    if (operation === 'PUT') continue;
    const seq = created.getTime() <= oldest ? revision + 1 : revision;
    removed += await stream.purge({ filter: `$KV.${bucket}.${key}`, seq });
  }
  return removed;
}
