import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { listFiles } from '../../../../test/project/workspace.js';
import { readCommands } from '../../../../test/support/docs-commands.js';
import { addConnectionOptions } from '../connection/connection-options.js';
import type { CommandContext } from '../running/command-context.js';
import { addCommands } from './command-table.js';

const root = resolve(__dirname, '../../../..');
const pages = [
  'README.md',
  ...listFiles('docs', (file) => file.endsWith('.md')),
  'packages/jsm/README.md',
  'packages/jetstream-manager/README.md',
].filter((page) => existsSync(join(root, page)));
const commands = pages.flatMap((page) =>
  readCommands(readFileSync(join(root, page), 'utf8'), 'jsm').map(
    ({ args, isWhole }) => [page, args, isWhole] as const,
  ),
);
// The commands are only parsed, never called.
const context = { io: { env: {}, homeDir: '/', signal: new AbortController().signal } } as CommandContext;

describe('the commands in the docs', () => {
  it('are found', () => {
    expect(commands.length).toBeGreaterThan(15);
  });

  it.each(commands)('%s: jsm %j', async (_page, args, isWhole = true) => {
    const program = new Command('jsm').option('--json').option('--no-color').option('-V, --version').exitOverride();
    addConnectionOptions(program);
    await addCommands(args, {
      real: (add) => add(program, context),
      stub: (name) => void program.command(name),
    });
    const [command, rest] = findCommand(
      program,
      program.parseOptions([...args]).operands.length > 0 ? args : ['--help'],
    );
    if (rest.includes('--help')) return;
    const { operands, unknown } = command.parseOptions([...rest]);
    expect({ command: command.name(), unknown }).toEqual({ command: command.name(), unknown: [] });
    const takes = command.registeredArguments;
    const needed = isWhole ? takes.filter(({ required }) => required).length : 0;
    expect(operands.length).toBeGreaterThanOrEqual(needed);
    expect(operands.length <= takes.length || takes.some(({ variadic }) => variadic)).toBe(true);
  });
});

/** The command that the first words name, after the options of the program, and the words that follow it. */
function findCommand(program: Command, args: readonly string[]): readonly [Command, readonly string[]] {
  const { operands, unknown } = program.parseOptions([...args]);
  const [name, ...rest] = operands;
  const below = program.commands.find((command) => command.name() === name);
  return below ? findCommand(below, [...rest, ...unknown]) : [program, args];
}
