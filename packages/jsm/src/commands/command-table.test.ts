import { Command } from 'commander';
import type { CommandContext } from '../running/command-context.js';
import { addCommands, commandTable } from './command-table.js';

const io = { env: {}, homeDir: '/', signal: new AbortController().signal };
// The commands are only added, never called.
const context = { io } as CommandContext;

describe('commandTable', () => {
  it.each(commandTable)('says of $name what the command says of itself', async ({ name, description, load }) => {
    const program = new Command('jsm');
    (await load())(program, context);
    expect(program.commands.map((command) => [command.name(), command.description()])).toEqual([[name, description]]);
  });
});

describe('commands of streams and consumers', () => {
  it.each(
    ['stream', 'consumer'].flatMap((group) => [
      { group, name: 'add', alias: 'create' },
      { group, name: 'add', alias: 'new' },
      { group, name: 'edit', alias: 'update' },
      { group, name: 'rm', alias: 'delete' },
      { group, name: 'rm', alias: 'del' },
      { group, name: 'ls', alias: 'list' },
    ]),
  )('take $group $alias for $group $name, as nats does', async ({ group, name, alias }) => {
    const program = new Command('jsm');
    await commandTable
      .find((entry) => entry.name === group)
      ?.load()
      .then((add) => add(program, context));
    const commands = program.commands[0]?.commands ?? [];
    const taking = commands.filter((command) => [command.name(), ...command.aliases()].includes(alias));
    expect(taking.map((command) => command.name())).toEqual([name]);
  });
});

describe('addCommands', () => {
  const added = async (words: readonly string[]) => {
    const real: string[] = [];
    const stubs: string[] = [];
    await addCommands(words, {
      real: (add) => {
        const program = new Command('jsm');
        add(program, context);
        real.push(program.commands[0]?.name() ?? '');
      },
      stub: (name) => void stubs.push(name),
    });
    return { real, stubs: stubs.length };
  };

  it.each([
    [['--help'], [], commandTable.length],
    [['streams', '--json'], ['streams'], commandTable.length - 1],
    [['--server', 'x', 'info', 'ORDERS'], ['info'], commandTable.length - 1],
    [['help', 'drill'], ['drill'], commandTable.length - 1],
    [['completion', 'bash'], commandTable.map(({ name }) => name), 0],
  ])('loads for %j only %j', async (words, real, stubs) => {
    expect(await added(words)).toEqual({ real, stubs });
  });
});
