import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { listFiles } from '../../../test/project/workspace.js';
import { readCommands } from '../../../test/support/docs-commands.js';
import { createProgram } from '../src/program.js';
import { Cli, type CliResult, runCli } from './cli.js';
import { Project } from './project.js';

const root = resolve(__dirname, '../../..');
const read = (page: string): string => readFileSync(resolve(root, page), 'utf8');
const examples = listFiles('examples', (file) => /^examples\/[^/]+\/README\.md$/.test(file));
const pages = [
  'README.md',
  ...listFiles('docs', (file) => file.endsWith('.md')),
  ...listFiles('packages', (file) => /^packages\/[^/]+\/README\.md$/.test(file)),
  ...examples,
  'packages/boot/templates/extension/README.md.tpl',
];
const commands = pages.flatMap((page) =>
  readCommands(read(page), 'npx symphony-boot').map(({ args }) => [page, args] as const),
);

describe('the commands in the docs', () => {
  it('are found', () => {
    expect(commands.length).toBeGreaterThan(40);
  });

  it.each(commands)('%s: symphony-boot %j', async (_page, args) => {
    const errors: string[] = [];
    const output = { out: () => undefined, err: (text: string) => void errors.push(text) };
    const program = await createProgram(args, { output, finish: () => undefined });
    const [command, rest] = findCommand(program, args);
    if (rest.some((argument) => /^(--help|-h|--version|-V)$/.test(argument))) return;
    const { operands, unknown } = command.parseOptions([...rest]);
    const names = command.registeredArguments.map((argument) => argument.name());
    const needed = command.registeredArguments.filter(({ required }) => required).length;
    const missing = command.options
      .filter((option) => option.mandatory && command.getOptionValue(option.attributeName()) === undefined)
      .map(({ long }) => long);
    expect({ command: command.name(), unknown, missing, errors }).toEqual({
      command: command.name(),
      unknown: [],
      missing: [],
      errors: [],
    });
    expect({ names, given: operands.length >= needed && operands.length <= names.length }).toEqual({
      names,
      given: true,
    });
  });
});

/** The command that the first words name, and the words after it. */
function findCommand(program: Command, args: readonly string[]): readonly [Command, readonly string[]] {
  const [name, ...rest] = args;
  const below = program.commands.find((command) => command.name() === name);
  return below ? findCommand(below, rest) : [program, args];
}

describe('the lines to try in the READMEs of the examples', () => {
  const lines = examples.flatMap((page) =>
    readCommands(read(page), 'npx symphony-boot').map(({ args, comment }) => [page, args, comment] as const),
  );
  let project: Project;
  let dev: Cli;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    // One process runs all examples. In the READMEs each has its own process.
    const tried = [...new Set(lines.map(([page]) => page))];
    const modules = tried.map((page, index) => exportExtension(page, `Example${index}`));
    project = await Project.create({ 'src/all.ts': modules.join('\n') });
    dev = new Cli(['dev', 'src/all.ts', '--port', '0', '--no-ui'], { cwd: project.folder });
    const [, address = '', token = ''] = await dev.waitFor(/SYMPHONY_ADDRESS=(\S+) SYMPHONY_TOKEN=(\S+)/);
    env = { SYMPHONY_ADDRESS: address, SYMPHONY_TOKEN: token, XDG_CONFIG_HOME: project.path('.config') };
  });
  afterAll(async () => {
    dev.signal('SIGKILL');
    await dev.ended;
    await project[Symbol.asyncDispose]();
  });

  it.each(lines)('%s: symphony-boot %j', async (_page, args, comment = '') => {
    const [, prefix = ''] = args;
    const [, id = ''] = new RegExp(`\\b${prefix} \\(instance (\\w+)\\)`).exec(dev.stdout) ?? [];
    const given = args.map((argument) => (argument === '<id>' ? id : argument));
    const { code, stdout, stderr }: CliResult = await runCli(given, { cwd: root, env });
    const refused = /^answered (\d+)/.exec(comment);
    if (refused) expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(refused[1] ?? '') });
    else expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: '', stdout: expect.stringMatching(/\S/) });
  });
});

/** A line that exports the built extension of an example under its own name. */
function exportExtension(page: string, name: string): string {
  const folder = resolve(root, page, '..');
  const { scripts } = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8')) as {
    readonly scripts: { readonly dev: string };
  };
  const [, file = ''] = /(src\/[\w-]+\.ts)/.exec(scripts.dev) ?? [];
  const source = readFileSync(resolve(folder, file), 'utf8');
  // A module names its one extension. The injectable classes are recognized by their decorator.
  const [, extension] = /extensions: \[(\w+)\]/.exec(source) ?? [];
  const [, imported] = new RegExp(`import { ${extension} } from './(.+)'`).exec(source) ?? [];
  const [, declared = ''] = /^export class (\w+)/m.exec(source) ?? [];
  const built = resolve(folder, 'dist', imported ?? basename(file).replace('.ts', '.js'));
  return `export { ${extension ?? declared} as ${name} } from '${built}';`;
}
