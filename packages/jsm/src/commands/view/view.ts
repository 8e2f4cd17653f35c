import { formatExactJson, type Manager, type PagerOptions, pages } from '@symphony-ts/jetstream-manager';
import { type Command, Option } from 'commander';
import { parseCount } from '../../input/parse-option.js';
import { UsageError } from '../../process/usage-error.js';
import { type AddCommand, type CommandContext, isJson, lookOf, withManager } from '../../running/command-context.js';
import { formatMessage, messageJson } from '../../view/message.js';
import { loadMessages } from './load-messages.js';
import type { PagerState } from './press.js';
import { runPager } from './run-pager.js';

interface ViewFlags {
  readonly id?: number;
  readonly since?: string;
  readonly subject?: string;
  readonly count?: number;
  readonly page?: number;
  readonly pager: boolean;
  readonly raw?: boolean;
}

/** How many messages are printed if the user gives no number. */
const defaultCount = 25;

const count = (name: string, text: string): Option => new Option(`--${name} <number>`, text).argParser(parseCount);

/** `jsm view STREAM`, also available as `jsm stream view STREAM`. */
export const addView: AddCommand = (program, context) => {
  program
    .command('view')
    .description('page through the messages of a stream')
    .argument('<stream>')
    .addOption(count('id', 'first sequence'))
    .option('--since <time>', 'start with messages of this time, such as 2026-01-31T12:00:00Z')
    .option('--subject <subject>', 'only this subject, wildcards allowed')
    .addOption(count('page', 'messages on a page; default as many as fit on the terminal'))
    .addOption(count('count', `print this many messages and end; default ${defaultCount} without a terminal`))
    .option('--no-pager', 'print messages and end, even in a terminal')
    .option('--raw', 'show contents unchanged, without decompression and without formatted JSON')
    .action(async (name: string, flags: ViewFlags, command: Command) => {
      const since = timeOf(flags.since);
      const { id, subject } = flags;
      if (id !== undefined && since !== undefined) throw new UsageError('use either --id or --since, not both');
      const { terminal } = context.io;
      const isPlain = !flags.pager || flags.count !== undefined || isJson(command);
      await withManager(command, context, async (manager) => {
        if (!terminal?.hasKeys || isPlain || context.io.env['TERM'] === 'dumb') {
          const options = { ...(id && { seq: id }), ...(since && { since }), ...(subject && { subject }) };
          return printMessages(command, context, { manager, name, options, flags });
        }
        const from = id ?? since;
        const start: PagerState = {
          place: from === undefined ? { end: 'first' } : { from },
          subject,
          isRaw: flags.raw ?? false,
          typed: undefined,
        };
        await runPager({
          stream: name,
          terminal,
          look: lookOf(command, context),
          signal: context.io.signal,
          start,
          pageSize: flags.page,
          load: (wanted) => loadMessages(manager, name, wanted),
        });
      });
    });
};

function timeOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new UsageError(`"${text}" is not a time`);
  return time;
}

interface Printing {
  readonly manager: Manager;
  readonly name: string;
  readonly options: PagerOptions;
  readonly flags: ViewFlags;
}

/** For a pipe or a file: prints messages, or with `--json` a line for each. */
async function printMessages(
  command: Command,
  { io }: CommandContext,
  { manager, name, options, flags }: Printing,
): Promise<void> {
  const most = flags.count ?? defaultCount;
  let left = most;
  for await (const page of pages(manager, name, { ...options, pageSize: Math.min(most, 100) })) {
    for (const message of page.slice(0, left)) {
      io.out(
        isJson(command)
          ? formatExactJson(messageJson(message))
          : `${formatMessage(message, { isRaw: flags.raw ?? false })}\n`,
      );
    }
    left -= page.length;
    if (left <= 0 || io.signal.aborted) break;
  }
}
