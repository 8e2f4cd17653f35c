import { formatExactJson } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { type AddCommand, isJson, lookOf, withManager } from '../running/command-context.js';
import { consumersJson, formatConsumers } from '../view/consumers-table.js';
import { formatStreams, streamsJson } from '../view/streams-table.js';

/** `jsm query EXPRESSION`: streams or consumers that an expression fits. */
export const addQuery: AddCommand = (program, context) => {
  program
    .command('query')
    .description('find streams, or consumers of a stream, for example: replicas < 3 and (idle > 1h or empty)')
    .argument('<expression>')
    .option('--consumers <stream>', 'find consumers of this stream instead')
    .action(async (expression: string, options: { consumers?: string }, command: Command) => {
      const { consumers: stream } = options;
      const text = await withManager(command, context, async (manager) => {
        if (stream === undefined) {
          const list = await manager.streams.query(expression);
          return isJson(command)
            ? formatExactJson(streamsJson(list), 2)
            : formatStreams(list, lookOf(command, context));
        }
        const list = await manager.consumers(stream).query(expression);
        return isJson(command)
          ? formatExactJson(consumersJson(list), 2)
          : formatConsumers(stream, list, lookOf(command, context));
      });
      context.io.out(text);
    });
};
