import { formatExactJson } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { parseTimeout, readUntil } from '../../input/parse-nanoseconds.js';
import { parseCount } from '../../input/parse-option.js';
import { UsageError } from '../../process/usage-error.js';
import { type AddCommand, confirm, isJson, withManager } from '../../running/command-context.js';
import { formatMessage, messageJson } from '../../view/message.js';

interface NextFlags {
  readonly count: number;
  readonly ack?: boolean;
  readonly nak?: boolean;
  readonly term?: boolean;
  readonly raw?: boolean;
  readonly wait?: number;
}

/** Uses consumers. */
export const addConsumerWork: AddCommand = (group, context) => {
  const { io } = context;
  const on = (name: string, description: string): Command =>
    group.command(name).description(description).argument('<stream>').argument('<consumer>');

  on('next', 'pull messages and acknowledge them')
    .addOption(new Option('--count <number>', 'largest number of messages').argParser(parseCount).default(1))
    .option('--ack', 'acknowledge them; this is the default')
    .option('--no-ack', 'do not acknowledge them')
    .option('--nak', 'ask for their redelivery instead')
    .option('--term', 'end their delivery instead')
    .option('-r, --raw', 'print only contents')
    .addOption(new Option('--wait <time>', 'how long to wait for each message').argParser(parseTimeout))
    .action(async (stream: string, name: string, flags: NextFlags, command: Command) => {
      if (flags.nak && flags.term) throw new UsageError('use either --nak or --term, not both');
      await withManager(command, context, async (manager) => {
        const consumer = await manager.consumers(stream).load(name);
        for (let left = flags.count; left > 0 && !io.signal.aborted; left -= 1) {
          const message = await consumer.nextMessage(withoutUndefined({ timeoutMs: flags.wait }));
          if (message === undefined) {
            io.err(`${stream} > ${name}: no message arrived in time`);
            return context.finish(left === flags.count ? 1 : 0);
          }
          const shown = { ...pick(message), ...withoutUndefined({ header: message.headers }) };
          if (flags.raw) await io.write(Buffer.concat([message.data, Buffer.from('\n')]));
          else io.out(isJson(command) ? formatExactJson(messageJson(shown)) : `${formatMessage(shown)}\n`);
          if (flags.nak) message.nak();
          else if (flags.term) message.term();
          else if (flags.ack !== false) await message.ackAck();
        }
      });
    });

  on('pause', 'stop delivery until a time (nats-server 2.11)')
    .argument('<until>', 'a time such as 2026-01-31T12:00:00Z, or a duration such as 1h')
    .addOption(new Option('-f, --force').hideHelp())
    .action(async (...given: [string, string, string, object, Command]) => {
      const [stream, name, until, , command] = given;
      const end = readUntil(until);
      const { paused } = await withManager(command, context, async (manager) =>
        (await manager.consumers(stream).load(name)).pause(end),
      );
      if (!paused) throw new Error(`${stream} > ${name} is not paused, because ${end.toISOString()} has passed`);
      io.out(`${stream} > ${name}: paused until ${end.toISOString()}`);
    });

  on('resume', 'end a pause (nats-server 2.11)')
    .addOption(new Option('-f, --force').hideHelp())
    .action(async (stream: string, name: string, _flags: object, command: Command) => {
      await withManager(command, context, async (manager) => (await manager.consumers(stream).load(name)).resume());
      io.out(`${stream} > ${name}: resumed`);
    });

  on('unpin', 'unpin the client of a priority group (nats-server 2.11)')
    .argument('<group>')
    .addOption(new Option('-f, --force').hideHelp())
    .action(async (...given: [string, string, string, object, Command]) => {
      const [stream, name, pinned, , command] = given;
      await withManager(command, context, async (manager) =>
        (await manager.consumers(stream).load(name)).unpin(pinned),
      );
      io.out(`${stream} > ${name}: ${pinned} is unpinned`);
    });

  on('reset', 'restart at a sequence, default just above the ack floor (nats-server 2.14)')
    .addOption(new Option('--sequence <number>', 'sequence of the next delivery').argParser(parseCount))
    .addOption(new Option('--seq <number>').argParser(parseCount).hideHelp())
    .option('-f, --force', 'do it')
    .action(
      async (
        stream: string,
        name: string,
        flags: { sequence?: number; seq?: number; force?: boolean },
        command: Command,
      ) => {
        confirm(flags.force, `reset the consumer ${stream} > ${name}`);
        const seq = await withManager(command, context, async (manager) =>
          (await manager.consumers(stream).load(name)).reset(flags.sequence ?? flags.seq),
        );
        io.out(`${stream} > ${name}: delivers from sequence ${seq} on`);
      },
    );
};

const pick = ({
  subject,
  seq,
  data,
}: {
  readonly subject: string;
  readonly seq: number;
  readonly data: Uint8Array;
}) => ({
  subject,
  seq,
  data,
});
