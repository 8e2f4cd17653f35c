import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { createProgram } from '../src/program.js';

/** Every command that can be run, by its full name. */
function leaves(command: Command, path: readonly string[]): readonly (readonly [string, Command])[] {
  if (command.commands.length === 0) return [[path.join(' '), command]];
  return command.commands.flatMap((one) => leaves(one, [...path, one.name()]));
}

/** The section below a heading with the command's usage, up to the next heading. */
const sectionOf = (text: string, name: string): string =>
  new RegExp(`^### \`symphony-boot ${name}[ \`].*?(?=^##|(?![\\s\\S]))`, 'ms').exec(text)?.[0] ?? '';

describe('docs/cli.md', () => {
  const silent = { out: () => undefined, err: () => undefined };
  const commands = leaves(createProgram({ output: silent, finish: () => undefined }), []);
  let text: string;
  beforeAll(async () => {
    text = await readFile(resolve(__dirname, '../../../docs/cli.md'), 'utf8');
  });

  it.each(commands)('describes %s with its arguments and options, and no others', (name, command) => {
    const section = sectionOf(text, name);
    const [heading = ''] = section.split('\n');
    for (const argument of command.registeredArguments) expect(heading).toContain(argument.name());
    const shared = /connection options|access options/.exec(section)?.[0];
    const documented = [...section.matchAll(/^\| `(--[\w-]+)/gm)].map(([, flag]) => flag);
    const access = ['--token', '--address'];
    const inherited =
      shared === undefined ? [] : shared.startsWith('access') ? access : [...access, '--nats', '--creds'];
    const real = command.options.map(({ long }) => long);
    expect(new Set([...documented, ...inherited])).toEqual(new Set(real));
  });

  it('describes no command that does not exist', () => {
    const documented = [...text.matchAll(/^### `symphony-boot ([a-z ]+?)(?: [<[]|`)/gm)].map(([, name]) => name);
    expect(new Set(documented)).toEqual(new Set(commands.map(([name]) => name)));
  });
});
