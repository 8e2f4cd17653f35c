import type { Argument, Command, Option } from 'commander';

/** A command as completion sees it. */
export interface CommandNode {
  /** The words that lead to it, without the program's name: `schema view`. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  /** What its arguments may be, where that is a choice of words. */
  readonly choices: readonly string[];
  /** Its own, then those of the commands that lead to it, the program's last: they may all follow it. */
  readonly options: readonly OptionNode[];
}

/** An option as completion sees it. */
export interface OptionNode {
  readonly name: string;
  /** With one dash; most have none. */
  readonly short: string | undefined;
  readonly description: string;
  /** What its value may be, none where anything may be; `undefined` where it takes no value. */
  readonly values: readonly string[] | undefined;
}

/** The program and all its commands, each with what may follow it. */
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
