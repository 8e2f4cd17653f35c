import type { KvWatchInclude, KvWatchOptions } from '@nats-io/kv';
import { formatExactJson } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { parseCount } from '../../input/parse-option.js';
import { type AddCommand, isJson, lookOf, withManager } from '../../running/command-context.js';
import { untilAborted } from '../../running/interrupt.js';
import { entryJson, formatChange } from '../../view/kv-entry.js';
import { content } from '../../view/message.js';
import { formatTable, formatTime } from '../../view/table.js';
import { openBucket } from './open-bucket.js';

/** The first output of a watch, by the words of the command line. */
const beginnings = { last: '', history: 'history', new: 'updates' } as const satisfies Record<string, KvWatchInclude>;

interface WatchFlags {
  readonly include: keyof typeof beginnings;
  readonly history?: boolean;
  readonly updates?: boolean;
  readonly deletes?: boolean;
  readonly revision?: number;
  readonly count?: number;
}

function readWatch({ include, history, updates, deletes, revision }: WatchFlags): KvWatchOptions {
  const words = updates ? 'new' : history ? 'history' : include;
  return {
    include: beginnings[words],
    ...(deletes === false && { ignoreDeletes: true }),
    ...withoutUndefined({ resumeFromRevision: revision }),
  };
}

/** Shows past and future changes of keys. */
export const addKvHistory: AddCommand = (group, context) => {
  const { io } = context;

  group
    .command('history')
    .description('show the past values of a key, or of each key')
    .argument('<bucket>')
    .argument('[key]', 'wildcards allowed', '>')
    .action(async (bucket: string, key: string, _flags: object, command: Command) => {
      const entries = await withManager(command, context, async (manager) => {
        const found = [];
        for await (const entry of await (await openBucket(manager, bucket)).history({ key })) found.push(entry);
        return found;
      });
      if (isJson(command)) return io.out(formatExactJson(entries.map(entryJson), 2));
      if (entries.length === 0) throw new Error(`${bucket} has no history of ${key}`);
      const rows = entries.map((entry) => [
        entry.key,
        String(entry.revision),
        entry.operation,
        formatTime(entry.created.toISOString()),
        entry.operation === 'PUT' ? content(entry.value) : '',
      ]);
      io.out(
        formatTable(
          `History of ${bucket} > ${key}`,
          ['Key', 'Revision', 'Operation', 'Created', 'Value'],
          rows,
          lookOf(command, context),
        ),
      );
    });

  group
    .command('watch')
    .description('show changes of a key, or of each key, as they happen')
    .argument('<bucket>')
    .argument('[key]', 'wildcards allowed', '>')
    .addOption(new Option('--include <what>', 'values to show first').choices(Object.keys(beginnings)).default('last'))
    .option('--history', 'the same as --include history')
    .option('--updates', 'the same as --include new')
    .option('--deletes', 'show deletions; this is the default')
    .option('--no-deletes', 'show only values')
    .addOption(new Option('--revision <number>', 'start with this revision').argParser(parseCount))
    .addOption(new Option('--count <number>', 'end after this many changes').argParser(parseCount))
    .action(async (bucket: string, key: string, { count, ...flags }: WatchFlags, command: Command) => {
      await withManager(command, context, async (manager) => {
        const kv = await openBucket(manager, bucket);
        const watch = await kv.watch({ key, ...readWatch(flags) });
        let left = count ?? Number.POSITIVE_INFINITY;
        for await (const entry of untilAborted(watch, io.signal)) {
          io.out(isJson(command) ? formatExactJson(entryJson(entry)) : formatChange(entry));
          left -= 1;
          if (left <= 0) break;
        }
      });
    });
};
