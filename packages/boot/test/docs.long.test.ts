import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { commandTable } from '../src/commands/command-table.js';
import { createProgram } from '../src/program.js';

/** Every command that can be run, by its full name. */
function leaves(command: Command, path: readonly string[]): readonly (readonly [string, Command])[] {
  const below = command.commands.flatMap((subcommand) => leaves(subcommand, [...path, subcommand.name()]));
  // A group has no options of its own, unless it is also a command.
  return below.length === 0 || command.options.length > 0 ? [[path.join(' '), command], ...below] : below;
}

/** The section below a heading with the command's usage, up to the next heading. */
const sectionOf = (text: string, name: string): string =>
  new RegExp(`^### \`symphony-boot ${name}[ \`].*?(?=^##|(?![\\s\\S]))`, 'ms').exec(text)?.[0] ?? '';

describe('docs/cli.md', () => {
  const silent = { out: () => undefined, err: () => undefined };
  const names = commandTable.flatMap(({ commands }) => commands.map(({ name }) => name));
  /** A command, or the commands of a group. */
  const load = async (name: string) => {
    const program = await createProgram([name], { output: silent, finish: () => undefined });
    return program.commands.filter((command) => command.name() === name).flatMap((command) => leaves(command, [name]));
  };
  let text: string;
  beforeAll(async () => {
    text = await readFile(resolve(__dirname, '../../../docs/cli.md'), 'utf8');
  });

  const plainNats = [
    '--nats',
    '--context',
    '--creds',
    '--user',
    '--password',
    '--nkey',
    '--tlsca',
    '--tlscert',
    '--tlskey',
    '--tlsfirst',
    '--js-domain',
    '--js-api-prefix',
  ];

  it('lists all connection options', () => {
    const section = text.slice(text.indexOf('## Access and connection options'), text.indexOf('## Start'));
    for (const flag of plainNats) expect(section).toContain(`\`${flag}`);
  });

  it.each(names)('describes %s with its arguments and options, and no others', async (group) => {
    for (const [name, command] of await load(group)) {
      const section = sectionOf(text, name);
      const [heading = ''] = section.split('\n');
      for (const argument of command.registeredArguments) expect(heading).toContain(argument.name());
      const shared = /connection options|access options/.exec(section)?.[0];
      const documented = [...section.matchAll(/^\| `(--[\w-]+)/gm)].map(([, flag]) => flag);
      const access = ['--token', '--address'];
      const inherited = shared === undefined ? [] : shared.startsWith('access') ? access : [...access, ...plainNats];
      const real = command.options.map(({ long }) => long);
      expect([name, new Set([...documented, ...inherited])]).toEqual([name, new Set(real)]);
    }
  });

  it('describes no command that does not exist', async () => {
    const commands = (await Promise.all(names.map(load))).flat();
    const documented = [...text.matchAll(/^### `symphony-boot ([a-z -]+?)(?: [<[]|`)/gm)].map(([, name]) => name);
    expect(new Set(documented)).toEqual(new Set(commands.map(([name]) => name)));
  });
});
