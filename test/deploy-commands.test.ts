import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { listFiles, root } from './project/workspace.js';
import { readCommands } from './support/docs-commands.js';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The flags that our pages use, by command. `value` means that another word follows. */
const known: Readonly<Record<string, Readonly<Record<string, 'value' | 'alone'>>>> = {
  'docker build': { '--tag': 'value' },
  'docker compose': { '--profile': 'value' },
  'docker compose build': {},
  'docker compose up': { '--detach': 'alone' },
  'docker compose run': { '--rm': 'alone' },
  'docker compose restart': {},
  'kubectl apply': { '--filename': 'value' },
  'kubectl create secret generic': { '--from-literal': 'value' },
  'kubectl create secret tls': { '--cert': 'value', '--key': 'value' },
  'kubectl logs': {},
};

/** A command with its flags and arguments, as its program would read it. */
interface Read {
  readonly command: string;
  readonly flags: Readonly<Record<string, string | true>>;
  readonly operands: readonly string[];
}

function readCommand(words: readonly string[]): Read {
  const flags: Record<string, string | true> = {};
  const operands: string[] = [];
  let command = words[0] ?? '';
  for (let index = 1; index < words.length; index += 1) {
    const [name = '', value] = (words[index] ?? '').split(/=(.*)/s);
    const longer = `${command} ${name}`;
    if (Object.keys(known).some((path) => path === longer || path.startsWith(`${longer} `))) command = longer;
    else if (!name.startsWith('--')) operands.push(words[index] ?? '');
    else {
      const kind = known[command]?.[name];
      if (kind === undefined) throw new Error(`${command}: the flag ${name} is not known`);
      flags[name] = kind === 'alone' ? true : (value ?? words[(index += 1)] ?? '');
    }
  }
  if (!(command in known)) throw new Error(`the command ${words.join(' ')} is not known`);
  return { command, flags, operands };
}

const pages = [
  'README.md',
  'packages/boot/templates/extension/README.md.tpl',
  ...listFiles('docs', (file) => file.endsWith('.md')),
];
/** In a comment of a file, a command is alone on its line. */
const files = listFiles('deploy', (file) => /\.ya?ml$/.test(file));
const asPage = (file: string): string =>
  files.includes(file)
    ? `\`\`\`sh\n${[...read(file).matchAll(/^ *# .*?((?:docker|kubectl) .*)$/gm)].map(([, line]) => line).join('\n')}\n\`\`\``
    : read(file);
const commands = [...pages, ...files].flatMap((file) =>
  ['docker', 'kubectl'].flatMap((program) =>
    readCommands(asPage(file).replaceAll('…', 'X'), program).map(({ args }) => [file, [program, ...args]] as const),
  ),
);
const compose = parse(read('deploy/compose/compose.yaml')) as {
  readonly services: Readonly<Record<string, { readonly profiles?: readonly string[] }>>;
};
const manifests = ['extension', 'platform'].map((name) => read(`deploy/kubernetes/${name}.yaml`));
const resources = manifests.flatMap((text) =>
  parseAllDocuments(text).map(
    (document) => document.toJS() as { readonly kind: string; readonly metadata: { readonly name: string } },
  ),
);

describe('the commands for containers in the docs', () => {
  it('are found', () => {
    expect(commands.length).toBeGreaterThan(9);
  });

  it.each(commands)('%s: %j', (_file, words) => {
    const { command, flags, operands } = readCommand(words);
    if (command.startsWith('docker compose')) expectServices(flags, operands);
    else if (command === 'docker build') expect(operands).toEqual(['.']);
    else if (command === 'kubectl apply') expect(existsSync(join(root, String(flags['--filename'])))).toBe(true);
    else if (command === 'kubectl logs') expectPod(operands);
    else expectSecret(operands, flags);
  });
});

function expectServices(flags: Read['flags'], operands: readonly string[]): void {
  expect(operands.filter((name) => !(name in compose.services))).toEqual([]);
  const profile = flags['--profile'];
  const profiles = Object.values(compose.services).flatMap((service) => service.profiles ?? []);
  if (profile !== undefined) expect(profiles).toContain(profile);
}

/** The first pod of a set has the name of the set and the number 0. */
function expectPod(operands: readonly string[]): void {
  const sets = resources.filter(({ kind }) => kind === 'StatefulSet').map(({ metadata }) => `${metadata.name}-0`);
  expect(sets).toEqual(expect.arrayContaining([...operands]));
}

/** The manifests read the secret, and each of its keys. */
function expectSecret([name = '']: readonly string[], flags: Read['flags']): void {
  const [key] = String(flags['--from-literal'] ?? 'tls').split('=');
  const readers = manifests.filter((text) => new RegExp(`(?:name|secretName): ${name}$`, 'm').test(text));
  expect(readers.length).toBeGreaterThan(0);
  if (flags['--from-literal'] !== undefined) expect(readers.join('\n')).toMatch(new RegExp(`key: ${key}$`, 'm'));
}
