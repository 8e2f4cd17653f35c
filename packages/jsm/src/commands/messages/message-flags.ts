import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseMilliseconds } from '../../input/parse-nanoseconds.js';
import { parseCount } from '../../input/parse-option.js';
import type { MessageLine } from '../../messages/line.js';
import { pace } from '../../messages/pace.js';
import type { MessageRange } from '../../messages/select.js';
import { createTransform, type Transform } from '../../messages/transform.js';
import { UsageError } from '../../process/usage-error.js';

/** The work on each message. */
export interface WorkFlags {
  readonly transform?: string;
  readonly rate?: number;
}

/** Adds the options for a range. */
export const addRange = (command: Command): Command =>
  command
    .option('--subject <subject>', 'only this subject, wildcards allowed')
    .addOption(new Option('--start-seq <number>', 'first sequence').argParser(parseCount))
    .addOption(new Option('--end-seq <number>', 'last sequence').argParser(parseCount))
    .addOption(
      new Option(
        '--since <time>',
        'only messages stored since then: a time, or a duration before now, such as 1h',
      ).argParser(parseTime),
    )
    .addOption(new Option('--until <time>', 'only messages stored before this time').argParser(parseTime))
    .addOption(new Option('--count <number>', 'largest number of messages').argParser(parseCount));

/** Adds the options for the work on messages. */
export const addWork = (command: Command): Command =>
  command
    .option(
      '--transform <expression>',
      'JSONata: true keeps a message, false or no result omits it, an object changes its fields, such as {"subject": "copy." & subject}',
    )
    .addOption(new Option('--rate <number>', 'largest number of messages a second').argParser(parseCount));

/** The range that the options name. */
export function readRange({ subject, startSeq, endSeq, since, until, count }: MessageRange): MessageRange {
  if (startSeq !== undefined && since !== undefined) throw new UsageError('--start-seq and --since exclude each other');
  return {
    ...withoutUndefined({ subject, startSeq, endSeq, since, until, count }),
  };
}

/** Applies the options to a series of messages. */
export async function worked({
  transform,
  rate,
}: WorkFlags): Promise<(lines: AsyncIterable<MessageLine>) => AsyncIterable<MessageLine>> {
  const change = transform === undefined ? undefined : await createTransform(transform);
  return (lines) => {
    const changed = change === undefined ? lines : apply(lines, change);
    return rate === undefined ? changed : pace(changed, rate);
  };
}

async function* apply(lines: AsyncIterable<MessageLine>, change: Transform): AsyncGenerator<MessageLine> {
  let place = 0;
  for await (const line of lines) {
    place += 1;
    const changed = await change(line).catch((error: unknown) => {
      throw new Error(`message ${line.seq ?? place}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    });
    if (changed !== undefined) yield changed;
  }
}

function parseTime(text: string): Date {
  const ago = parseMilliseconds(text);
  const time = ago === undefined ? new Date(text) : new Date(Date.now() - ago);
  if (!Number.isNaN(time.getTime())) return time;
  throw new InvalidArgumentError('It must be a time, such as 2026-01-31T12:00:00Z, or a duration, such as 1h.');
}
