import { formatExactJson } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { addUnasked } from '../../input/setting.js';
import { type AddCommand, type CommandContext, isJson, lookOf, withManager } from '../../running/command-context.js';
import { consumersJson, formatConsumers } from '../../view/consumers-table.js';
import { printNames } from './streams.js';

/** `jsm consumers STREAM`: lists the consumers of a stream. */
export const addConsumers: AddCommand = (program, context) => listConsumers(program.command('consumers'), context);

/** Turns a command into a list of the consumers of a stream. */
export function listConsumers(target: Command, context: CommandContext): void {
  addUnasked(target, '--no-select');
  target
    .description('list the consumers of a stream')
    .argument('<stream>')
    .option('-n, --names', 'print only names')
    .action(async (stream: string, { names }: { names?: boolean }, command: Command) => {
      const list = await withManager(command, context, (manager) => manager.consumers(stream).list());
      if (names) return printNames(command, context, list.consumers);
      context.io.out(
        isJson(command)
          ? formatExactJson(consumersJson(list), 2)
          : formatConsumers(stream, list, lookOf(command, context)),
      );
    });
}
