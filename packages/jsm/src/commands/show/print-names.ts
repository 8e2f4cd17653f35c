import { formatExactJson } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { type CommandContext, isJson } from '../../running/command-context.js';

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
