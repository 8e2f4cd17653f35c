import { formatExactJson } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { type AddCommand, type CommandContext, isJson, lookOf, withManager } from '../../running/command-context.js';
import { formatStreams, streamsJson } from '../../view/streams-table.js';

/** `jsm streams`: lists the streams of the account. */
export const addStreams: AddCommand = (program, context) => listStreams(program.command('streams'), context);

/** Turns a command into a list of the streams of the account. */
export function listStreams(target: Command, context: CommandContext): void {
  target
    .description('list streams')
    .option('--subject <subject>', 'only streams that store this subject; wildcards allowed')
    .option('-n, --names', 'print only names')
    .action(async ({ names, ...options }: { subject?: string; names?: boolean }, command: Command) => {
      const list = await withManager(command, context, (manager) => manager.streams.list(options));
      if (names) return printNames(command, context, list.streams);
      context.io.out(
        isJson(command) ? formatExactJson(streamsJson(list), 2) : formatStreams(list, lookOf(command, context)),
      );
    });
}

/** Prints the names of streams or consumers, one per line, or as a list in JSON. */
export function printNames(
  command: Command,
  { io }: CommandContext,
  assets: readonly { readonly name: string }[],
): void {
  const names = assets.map(({ name }) => name);
  if (isJson(command)) io.out(formatExactJson(names, 2));
  else for (const name of names) io.out(name);
}
