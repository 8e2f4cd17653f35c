import type { Command } from 'commander';

/** A command as completion sees it. */
export interface CommandNode {
  /** The words that lead to it, without the program's name: `schema view`. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly { readonly name: string; readonly description: string; readonly takesFile: boolean }[];
}

/** The program and all its commands, each with what may follow it. Options of the program may follow all. */
export function readCommandTree(program: Command): readonly CommandNode[] {
  const shared = optionsOf(program);
  return walk(program, []).map((node) => ({
    ...node,
    options: node.path === '' ? shared : [...node.options, ...shared],
  }));
}

function walk(command: Command, path: readonly string[]): readonly CommandNode[] {
  const commands = command.commands.map((child) => ({ name: child.name(), description: child.description() }));
  const node = { path: path.join(' '), commands, options: path.length === 0 ? [] : optionsOf(command) };
  return [node, ...command.commands.flatMap((child) => walk(child, [...path, child.name()]))];
}

function optionsOf(command: Command): CommandNode['options'] {
  return command.options.map(({ long, flags, description }) => ({
    name: long ?? flags,
    description,
    takesFile: flags.includes('<file>'),
  }));
}
