import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createManager, formatExactJson } from '@symphony-ts/jetstream-manager';
import { grouped } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { resolveSettings } from '../../connection/connection-settings.js';
import { openConnection } from '../../connection/open-connection.js';
import { parseCount } from '../../input/parse-option.js';
import { formatLine, type MessageLine, parseLine } from '../../messages/line.js';
import { type MessageRange, selectMessages } from '../../messages/select.js';
import { type Sent, sendMessages } from '../../messages/send.js';
import { UsageError } from '../../process/usage-error.js';
import { type AddCommand, isJson, withManager } from '../../running/command-context.js';
import { addRange, addWork, readRange, type WorkFlags, worked } from './message-flags.js';

interface SendFlags extends WorkFlags {
  readonly once?: boolean;
  readonly window: number;
}

/** `jsm messages …`: copies messages between streams and files. */
export const addMessages: AddCommand = (program, context) => {
  const { io } = context;
  const group = program.command('messages').description('export, import and copy messages as JSON lines');

  const exporting = group
    .command('export')
    .description('write messages of a stream as JSON lines')
    .argument('<stream>')
    .option('-O, --output <file>', 'output file; default standard output');
  addWork(addRange(exporting)).action(async (name: string, flags: ExportFlags, command: Command) => {
    const { output } = flags;
    const transform = await worked(flags);
    await withManager(command, context, async (manager) => {
      const lines = transform(selectMessages(manager, name, readRange(flags)));
      if (output === undefined) {
        for await (const line of lines) {
          if (io.signal.aborted) return;
          await io.write(Buffer.from(`${formatLine(line)}\n`));
        }
        return;
      }
      const count = await intoFile(lines, output, io.signal);
      io.err(`${name}: ${grouped(count)} messages in ${output}`);
    });
  });

  const importing = group
    .command('import')
    .description('publish JSON lines into a stream')
    .argument('<stream>')
    .argument('[file]', 'default standard input');
  addSending(importing).action(async (name: string, file: string | undefined, flags: SendFlags, command: Command) => {
    const transform = await worked(flags);
    const sent = await withManager(command, context, async (manager) => {
      const stream = await manager.streams.load(name);
      const lines = transform(
        readLines(file === undefined || file === '-' ? Readable.from(io.input()) : await openFile(file), io.signal),
      );
      return sendMessages(manager.jetstream.jetstream(), lines, {
        stream,
        window: flags.window,
        signal: io.signal,
        ...(flags.once && { idPrefix: 'import:' }),
      });
    });
    report(name, sent, isJson(command));
  });

  const copying = group
    .command('copy')
    .description('publish the messages of a stream into another one')
    .argument('<from>')
    .argument('<to>')
    .option('--to-context <name>', 'connect to the other stream with this context');
  addSending(addRange(copying)).action(async (from: string, to: string, flags: CopyFlags, command: Command) => {
    if (from === to && flags.toContext === undefined)
      throw new UsageError(
        'a stream cannot be copied into itself; name another one, or another server with --to-context',
      );
    const transform = await worked(flags);
    const sent = await withManager(command, context, async (source) => {
      const lines = transform(selectMessages(source, from, readRange(flags)));
      const options = {
        window: flags.window,
        signal: io.signal,
        ...(flags.once && { idPrefix: `${from}:` }),
      };
      if (flags.toContext === undefined) {
        const stream = await source.streams.load(to);
        return sendMessages(source.jetstream.jetstream(), lines, { ...options, stream });
      }
      const settings = await resolveSettings({ context: flags.toContext }, { ...io, env: withoutNats(io.env) });
      const nc = await openConnection(settings);
      try {
        const target = await createManager(nc, settings.manager);
        const stream = await target.streams.load(to);
        return await sendMessages(target.jetstream.jetstream(), lines, { ...options, stream });
      } finally {
        await nc.close();
      }
    });
    report(to, sent, isJson(command));
  });

  function report(name: string, sent: Sent, json: boolean): void {
    const { stored, duplicates } = sent;
    const had = duplicates === 0 ? '' : `, ${grouped(duplicates)} were there already`;
    io.out(json ? formatExactJson({ stream: name, ...sent }) : `${name}: ${grouped(stored)} messages stored${had}`);
  }
};

interface ExportFlags extends MessageRange, WorkFlags {
  readonly output?: string;
}

interface CopyFlags extends MessageRange, SendFlags {
  readonly toContext?: string;
}

const addSending = (command: Command): Command =>
  addWork(command)
    .option(
      '--once',
      'give each message an id from its sequence, so that a repetition within the duplicate window stores no message twice',
    )
    .addOption(
      new Option('--window <count>', 'largest number of unacknowledged messages').argParser(parseCount).default(256),
    );

/** The environment variables belong to the first connection, not to the second. */
const withoutNats = (env: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('NATS_')));

/** The file gets its final name when it is complete. */
async function intoFile(lines: AsyncIterable<MessageLine>, path: string, signal: AbortSignal): Promise<number> {
  const part = `${path}.partial`;
  const file = await open(part, 'w');
  let count = 0;
  try {
    for await (const line of lines) {
      if (signal.aborted) throw new Error(`interrupted; ${path} was not written`);
      await file.write(`${formatLine(line)}\n`);
      count += 1;
    }
    await file.sync();
    await file.close();
    await rename(part, path);
    return count;
  } catch (error) {
    await file.close();
    await rm(part, { force: true });
    throw error;
  }
}

/** Opens the file before the stream is asked for, so that a wrong name is wrong usage. */
async function openFile(path: string): Promise<Readable> {
  try {
    const file = await open(path, 'r');
    if (!(await file.stat()).isDirectory()) return file.createReadStream();
    await file.close();
    throw new UsageError(`${path} is a directory`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

async function* readLines(input: Readable, signal: AbortSignal): AsyncGenerator<MessageLine> {
  let number = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (signal.aborted) return;
    number += 1;
    if (text.trim() === '') continue;
    try {
      yield parseLine(number === 1 ? text.replace(/^\uFEFF/, '') : text);
    } catch (error) {
      throw new Error(`line ${number}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}
