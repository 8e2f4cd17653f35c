import type { Command } from 'commander';
import { commandTable } from './commands/command-table.js';
import { createProgram } from './program.js';

const context = { output: { out: () => {}, err: () => {} }, finish: () => {} };
const entries = commandTable.flatMap(({ commands }) => commands);

const nameOf = (term: string): string => term.split(' ')[0] ?? '';
const find = (program: Command, name: string): Command | undefined =>
  program.commands.find((command) => command.name() === name);

describe('createProgram', () => {
  it.each(entries)('lists $name as it is declared', async ({ name, usage, summary }) => {
    const command = find(await createProgram([name], context), name);
    const { subcommandTerm } = command?.createHelp() ?? {};
    expect(command?.summary()).toBe(summary);
    expect(command && subcommandTerm?.(command)).toBe(`${name} ${usage}`.trimEnd());
  });

  it.each([[['--help']], [['--version']], [['help']], [[]]])('loads no command for %j', async (args) => {
    const program = await createProgram(args, context);
    expect(
      program.commands.filter((command) => command.description() !== '').map((command) => nameOf(command.name())),
    ).toEqual([]);
  });

  it.each([[['run', '--help']], [['help', 'run']], [['--', 'run']]])('loads the one that %j names', async (args) => {
    const program = await createProgram(args, context);
    expect(program.commands.filter((command) => command.description() !== '').map((command) => command.name())).toEqual(
      ['run'],
    );
  });
});
