import { formatExactJson } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { parseMilliseconds } from '../../input/parse-nanoseconds.js';
import { parseCount } from '../../input/parse-option.js';
import { UsageError } from '../../process/usage-error.js';
import { type AddCommand, confirm, isJson, withManager } from '../../running/command-context.js';
import { formatMessage, messageJson } from '../../view/message.js';

/** Uses and moves consumers. */
export const addConsumerWork: AddCommand = (group, context) => {
  const { io } = context;
  const on = (name: string, description: string): Command =>
    group.command(name).description(description).argument('<stream>').argument('<consumer>');

  on('next', 'pull messages and acknowledge them')
    .addOption(new Option('--count <number>', 'largest number of messages').argParser(parseCount).default(1))
    .option('--no-ack', 'do not acknowledge them')
    .action(async (stream: string, name: string, flags: { count: number; ack: boolean }, command: Command) => {
      await withManager(command, context, async (manager) => {
        const consumer = await manager.consumers(stream).load(name);
        for (let left = flags.count; left > 0 && !io.signal.aborted; left -= 1) {
          const message = await consumer.nextMessage();
          if (message === undefined) {
            io.err(`${stream} > ${name}: no message arrived in time`);
            return context.finish(left === flags.count ? 1 : 0);
          }
          const shown = { ...pick(message), ...withoutUndefined({ header: message.headers }) };
          io.out(isJson(command) ? formatExactJson(messageJson(shown)) : `${formatMessage(shown)}\n`);
          if (flags.ack) await message.ackAck();
        }
      });
    });

  on('pause', 'stop delivery until a time (nats-server 2.11)')
    .argument('<until>', 'a time such as 2026-01-31T12:00:00Z, or a duration such as 1h')
    .action(async (...given: [string, string, string, object, Command]) => {
      const [stream, name, until, , command] = given;
      const milliseconds = parseMilliseconds(until);
      const end = milliseconds === undefined ? new Date(until) : new Date(Date.now() + milliseconds);
      if (Number.isNaN(end.getTime())) throw new UsageError(`"${until}" is neither a time nor a duration`);
      await withManager(command, context, async (manager) => (await manager.consumers(stream).load(name)).pause(end));
      io.out(`${stream} > ${name}: paused until ${end.toISOString()}`);
    });

  on('resume', 'end a pause (nats-server 2.11)').action(
    async (stream: string, name: string, _flags: object, command: Command) => {
      await withManager(command, context, async (manager) => (await manager.consumers(stream).load(name)).resume());
      io.out(`${stream} > ${name}: resumed`);
    },
  );

  on('unpin', 'unpin the client of a priority group (nats-server 2.11)')
    .argument('<group>')
    .action(async (...given: [string, string, string, object, Command]) => {
      const [stream, name, pinned, , command] = given;
      await withManager(command, context, async (manager) =>
        (await manager.consumers(stream).load(name)).unpin(pinned),
      );
      io.out(`${stream} > ${name}: ${pinned} is unpinned`);
    });

  on('reset', 'restart at a sequence, default just above the ack floor (nats-server 2.14)')
    .addOption(new Option('--seq <number>', 'sequence of the next delivery').argParser(parseCount))
    .option('-f, --force', 'do it')
    .action(async (stream: string, name: string, flags: { seq?: number; force?: boolean }, command: Command) => {
      confirm(flags.force, `reset the consumer ${stream} > ${name}`);
      const seq = await withManager(command, context, async (manager) =>
        (await manager.consumers(stream).load(name)).reset(flags.seq),
      );
      io.out(`${stream} > ${name}: delivers from sequence ${seq} on`);
    });

  on('step-down', "make the consumer's leader step down").action(
    async (stream: string, name: string, _flags: object, command: Command) => {
      await withManager(command, context, async (manager) => (await manager.consumers(stream).load(name)).stepDown());
      io.out(`${stream} > ${name}: its leader steps down`);
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
