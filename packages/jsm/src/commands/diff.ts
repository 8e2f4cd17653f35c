import { diffConsumer, diffStream, formatExactJson, type Manager } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { readConfiguration } from '../input/read-configuration.js';
import { type AddCommand, isJson, lookOf, withManager } from '../running/command-context.js';
import { formatChanges } from '../view/changes-table.js';

/**
 * `jsm diff STREAM FILE`: shows what a configuration would change. Exit codes as of `diff`: 1 for differences, 2 for
 * errors.
 */
export const addDiff: AddCommand = (program, context) => {
  program
    .command('diff')
    .description('compare a stream or consumer with a configuration; exit code 1 if they differ, 2 on failure')
    .argument('<stream>')
    .argument('<file>', 'JSON file with the wanted configuration, - for standard input')
    .option('--consumer <name>', 'compare this consumer of the stream instead')
    .action(async (stream: string, file: string, options: { consumer?: string }, command: Command) => {
      context.failWith(2);
      const desired = await readConfiguration(file, context.io);
      const changes = await withManager(command, context, (manager) =>
        diff(manager, stream, options.consumer, desired),
      );
      context.io.out(isJson(command) ? formatExactJson(changes, 2) : formatChanges(changes, lookOf(command, context)));
      context.finish(changes.length === 0 ? 0 : 1);
    });
};

async function diff(manager: Manager, stream: string, consumer: string | undefined, desired: object) {
  const version = manager.connection.info?.version ?? '';
  if (consumer === undefined) return diffStream((await manager.streams.load(stream)).config, desired, version);
  return diffConsumer((await manager.consumers(stream).load(consumer)).config, desired, version);
}
