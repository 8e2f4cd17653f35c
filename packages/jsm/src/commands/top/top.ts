import { setTimeout as sleep } from 'node:timers/promises';
import type { Manager } from '@symphony-ts/jetstream-manager';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseTimeout } from '../../input/parse-nanoseconds.js';
import { parseCount } from '../../input/parse-option.js';
import { type AddCommand, type CommandContext, isJson, lookOf, withManager } from '../../running/command-context.js';
import { formatTable } from '../../view/table.js';
import { sortRows, type TopState } from './frame.js';
import { runLive } from './live.js';
import { type RatedRow, rate } from './rates.js';
import { type Sample, sampleConsumers, sampleStreams } from './sample.js';

interface TopFlags {
  readonly interval: number;
  readonly sort?: string;
  readonly count?: number;
}

const columns: Readonly<Record<string, string>> = {
  name: 'Name',
  messages: 'Messages',
  bytes: 'Bytes',
  consumers: 'Consumers',
  in: 'In/s',
  removed: 'Removed/s',
  unprocessed: 'Unprocessed',
  'ack-pending': 'Ack pending',
  delivered: 'Delivered/s',
  acked: 'Acked/s',
};

/** `jsm top [STREAM]`: a live view of streams or consumers. */
export const addTop: AddCommand = (program, context) => {
  program
    .command('top')
    .description('watch streams and consumers and their rates')
    .argument('[stream]', 'watch the consumers of this stream')
    .addOption(
      new Option('--interval <time>', 'time between two readings').argParser(parseInterval).default(1000, '1s'),
    )
    .addOption(new Option('--sort <column>', 'column to sort by').choices(Object.keys(columns)))
    .addOption(
      new Option('--count <number>', 'print this many tables and end, without a live view').argParser(parseCount),
    )
    .action(async (stream: string | undefined, flags: TopFlags, command: Command) => {
      const { io } = context;
      const order = columns[flags.sort ?? ''] ?? (stream === undefined ? 'In/s' : 'Unprocessed');
      const start: TopState = { stream, order, isReversed: false, selected: 0, isPaused: false };
      await withManager(command, context, async (manager) => {
        const read = (of: string | undefined) =>
          of === undefined ? sampleStreams(manager) : sampleConsumers(manager, of);
        if (io.terminal === undefined || flags.count !== undefined || isJson(command)) {
          return printTables(command, context, { manager, start, flags });
        }
        const look = lookOf(command, context);
        await runLive({ terminal: io.terminal, look, intervalMs: flags.interval, signal: io.signal, start, read });
      });
    });
};

interface Printing {
  readonly manager: Manager;
  readonly start: TopState;
  readonly flags: TopFlags;
}

/** For a pipe or a file: prints a table after each interval, or with `--json` a line. */
async function printTables(
  command: Command,
  context: CommandContext,
  { manager, start, flags }: Printing,
): Promise<void> {
  const { io } = context;
  const read = (): Promise<Sample> =>
    start.stream === undefined ? sampleStreams(manager) : sampleConsumers(manager, start.stream);
  let older = await read();
  for (let left = flags.count ?? Number.POSITIVE_INFINITY; left > 0; left -= 1) {
    await sleep(flags.interval, undefined, { signal: io.signal }).catch(() => undefined);
    if (io.signal.aborted) return;
    const newer = await read();
    const rows = sortRows(rate(older, newer), start);
    older = newer;
    if (isJson(command))
      io.out(JSON.stringify({ time: new Date().toISOString(), rows: rows.map(rowJson), trouble: newer.trouble }));
    else io.out(`${formatRows(rows, start, lookOf(command, context))}\n`);
    for (const text of newer.trouble) io.err(text);
  }
}

const rowJson = ({ name, values }: RatedRow): object => ({ name, ...values });

function formatRows(rows: readonly RatedRow[], { stream }: TopState, look: Parameters<typeof formatTable>[3]): string {
  const head = ['Name', ...Object.keys(rows[0]?.values ?? {})];
  const cells = rows.map(({ name, values }) => [
    name,
    ...Object.values(values).map((value) => Math.round(value * 10) / 10),
  ]);
  return formatTable(stream === undefined ? 'Streams' : `Consumers of ${stream}`, head, cells, look);
}

function parseInterval(text: string): number {
  const milliseconds = parseTimeout(text);
  if (milliseconds >= 100) return milliseconds;
  throw new InvalidArgumentError('It must be 100ms or more.');
}
