import type { Argument, Command, Option } from 'commander';

/** A command, as completion needs it. */
export interface CommandNode {
  /** The words of the command without the program's name: `schema view`. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  /** The possible values of its arguments, if there is a choice. */
  readonly choices: readonly string[];
  /**
   * Its own options, then those of the commands above it, and last those of the program. All of them may follow the
   * command.
   */
  readonly options: readonly OptionNode[];
}

/** An option, as completion needs it. */
export interface OptionNode {
  readonly name: string;
  /** The short form with one dash. Most options have none. */
  readonly short: string | undefined;
  readonly description: string;
  /** The possible values of the option; empty if any value is allowed; `undefined` if the option has no value. */
  readonly values: readonly string[] | undefined;
}

/** The program and all its commands, each with the words that may follow it. */
export const readCommandTree = (program: Command): readonly CommandNode[] => walk(program, [], []);

function walk(command: Command, path: readonly string[], inherited: CommandNode['options']): readonly CommandNode[] {
  const options = [...command.options.map(readOption), ...inherited];
  const node = {
    path: path.join(' '),
    commands: command.commands.map((child) => ({ name: child.name(), description: child.description() })),
    choices: command.registeredArguments.flatMap((argument: Argument) => argument.argChoices ?? []),
    options,
  };
  return [node, ...command.commands.flatMap((child) => walk(child, [...path, child.name()], options))];
}

const readOption = ({ long, short, flags, description, required, optional, argChoices }: Option): OptionNode => ({
  name: long ?? flags,
  short,
  description,
  values: required || optional ? (argChoices ?? []) : undefined,
});
