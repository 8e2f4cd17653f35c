import { findGaps, formatExactJson, type Gap } from '@symphony-ts/jetstream-manager';
import { grouped } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { parseCount } from '../../input/parse-option.js';
import { addUnasked } from '../../input/setting.js';
import { UsageError } from '../../process/usage-error.js';
import { type AddCommand, confirm, isJson, lookOf, withManager } from '../../running/command-context.js';
import { formatMessage, messageJson } from '../../view/message.js';
import { formatTable } from '../../view/table.js';
import { countPurged } from './count-purged.js';

interface PurgeFlags {
  readonly subject?: string;
  readonly seq?: number;
  readonly keep?: number;
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

interface SubjectFlags {
  readonly subject?: string;
  readonly names?: boolean;
  readonly sort: string;
  readonly reverse?: boolean;
}

const count = (name: string, text: string): Option => new Option(`--${name} <number>`, text).argParser(parseCount);

function sequenceOf(text = ''): number {
  const sequence = Number(text);
  if (Number.isSafeInteger(sequence) && sequence > 0) return sequence;
  throw new UsageError(`"${text}" is not the sequence of a message: a whole number above 0`);
}

/** Reads and removes messages. */
export const addStreamContent: AddCommand = (group, context) => {
  const { io } = context;

  group
    .command('get')
    .description('show one message of a stream')
    .argument('<stream>')
    .argument('[sequence]')
    .option('-S, --last-for <subject>', 'show the last message on this subject instead')
    .action(async (name: string, sequence: string | undefined, flags: { lastFor?: string }, command: Command) => {
      const { lastFor } = flags;
      if ((sequence === undefined) === (lastFor === undefined))
        throw new UsageError('add either a sequence or --last-for');
      const message = await withManager(command, context, async (manager) => {
        const stream = await manager.streams.load(name);
        return lastFor === undefined ? stream.message(sequenceOf(sequence)) : stream.lastMessage(lastFor);
      });
      if (message === undefined) throw new Error(`${name} has no such message`);
      io.out(isJson(command) ? formatExactJson(messageJson(message), 2) : formatMessage(message));
    });

  group
    .command('purge')
    .description('remove messages of a stream')
    .argument('<stream>')
    .option('--subject <subject>', 'only this subject, wildcards allowed')
    .addOption(count('seq', 'only messages below this sequence'))
    .addOption(count('keep', 'keep this many of the newest messages'))
    .option('--dry-run', 'only show how many messages would be removed')
    .option('-f, --force', 'do it')
    .action(async (name: string, { subject, seq, keep, dryRun, force }: PurgeFlags, command: Command) => {
      const request = { ...(subject && { filter: subject }), ...(seq && { seq }), ...(keep && { keep }) };
      if (!dryRun) confirm(force, `purge the stream ${name}`);
      const text = await withManager(command, context, async (manager) => {
        const stream = await manager.streams.load(name);
        if (!dryRun) return `${name}: ${grouped(await stream.purge(request))} messages removed`;
        const { messages, isExact } = await countPurged(stream, request);
        return `${name}: ${grouped(messages)} messages would be removed${isExact ? '' : ' at most'}`;
      });
      io.out(text);
    });

  group
    .command('rmm')
    .description('delete one message and overwrite its bytes')
    .argument('<stream>')
    .argument('<sequence>')
    .option('-f, --force', 'do it')
    .action(async (name: string, sequence: string, flags: { force?: boolean }, command: Command) => {
      const seq = sequenceOf(sequence);
      confirm(flags.force, `delete message ${seq} of ${name}`);
      await withManager(command, context, async (manager) => (await manager.streams.load(name)).eraseMessage(seq));
      io.out(`${name}: message ${sequence} deleted`);
    });

  const gaps = group.command('gaps').description('show the missing sequences of a stream').argument('<stream>');
  addUnasked(gaps, '-f, --force', '--progress', '--no-progress');
  gaps.action(async (name: string, _flags: object, command: Command) => {
    const missing = await withManager(command, context, async (manager) => {
      const found: Gap[] = [];
      for await (const gap of findGaps(manager, name, { signal: io.signal })) found.push(gap);
      return found;
    });
    if (isJson(command)) return io.out(formatExactJson(missing, 2));
    const rows = missing.map(({ first, last }) => [first, last, last - first + 1]);
    io.out(
      missing.length === 0
        ? `No gaps in ${name}.`
        : formatTable(`Gaps in ${name}`, ['First', 'Last', 'Missing'], rows, lookOf(command, context)),
    );
  });

  group
    .command('subjects')
    .alias('subj')
    .description('list the subjects of a stream and their numbers of messages')
    .argument('<stream>')
    .argument('[filter]', 'only these subjects, wildcards allowed')
    .option('--subject <subject>', 'the same')
    .option('--names', 'print only subjects')
    .addOption(
      new Option('--sort <by>', 'sort by name or number of messages')
        .choices(['name', 'subjects', 'messages', 'count'])
        .default('name'),
    )
    .option('-R, --reverse', 'sort the other way round')
    .action(async (...[name, filter, flags, command]: [string, string | undefined, SubjectFlags, Command]) => {
      const subjects = await withManager(command, context, async (manager) =>
        (await manager.streams.load(name)).subjects(filter ?? flags.subject ?? '>'),
      );
      if (isJson(command)) return io.out(formatExactJson(Object.fromEntries(subjects), 2));
      const rows = [...subjects].sort(([a, more], [b, less]) =>
        ['messages', 'count'].includes(flags.sort) && more !== less ? less - more : a.localeCompare(b),
      );
      if (flags.reverse) rows.reverse();
      if (flags.names) {
        for (const [subject] of rows) io.out(subject);
        return;
      }
      io.out(
        rows.length === 0
          ? `No messages in ${name}.`
          : formatTable(`Subjects in ${name}`, ['Subject', 'Messages'], rows, lookOf(command, context)),
      );
    });
};
