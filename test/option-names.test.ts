import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Exported types of options without a table of names under their own name, each with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'contract RefusalOptions': 'only packages of the project call refusalOf, and all of them are compiled',
  'extension AddEndpointOptions': 'endpointOptionNames, the names of EndpointOptions',
  'extension AppModuleOptions': 'moduleOptionNames of find-root.ts',
  'extension CounterOptions': 'another name of InstrumentOptions',
  'extension ResourceOptions': 'ResourceRecordOptions, the options of all resources',
  'observability CounterOptions': 'another name of InstrumentOptions',
  'observability ResolvedOptions': 'a result',
  'page RequestOptions': 'pages of extensions are bundled, and a table would be in each bundle',
  'page WriteOptions': 'pages of extensions are bundled, and a table would be in each bundle',
};

const listSources = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'));

const sources = readdirSync(join(root, 'packages'))
  .flatMap((name) => listSources(join(root, 'packages', name, 'src')))
  .join('\n');
const tabled = new Set([...sources.matchAll(/\b(?:OptionNames|NamesOf)<\s*(\w+)/g)].map(([, name]) => name));

const exported = readdirSync(join(root, 'test/exports')).flatMap((file) =>
  [...readFileSync(join(root, 'test/exports', file), 'utf8').matchAll(/^type (\w+Options)$/gm)].map(
    ([, name = '']) => `${file.replace('.txt', '')} ${name}`,
  ),
);
const lacking = exported.filter((type) => !tabled.has(type.split(' ')[1]));

describe('exported options', () => {
  it('have a table of their names, so that unknown ones are refused', () => {
    expect(lacking.filter((type) => !(type in exceptions))).toEqual([]);
  });

  it('have a table unless an exception says why not', () => {
    expect(Object.keys(exceptions).filter((type) => !lacking.includes(type))).toEqual([]);
  });
});
