import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExportedSymbols } from './measure/exported-symbols.js';
import { packages, root } from './project/workspace.js';

const codesIn = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, code = '']) => code);

/** Every error code of this project. */
const codes = new Set([
  ...codesIn('packages/contract/src/error-table.ts'),
  ...codesIn('packages/jetstream-manager/src/errors/error-codes.ts'),
  ...codesIn('packages/nats-server/src/nats-server-error.ts'),
]);

/** Each `@throws` of a package, with its file and its first line. */
const throwsOf = (path: string): { at: string; text: string }[] =>
  readdirSync(join(root, path, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) =>
      [...readFileSync(join(root, path, 'src', file), 'utf8').matchAll(/\* .*@throws (.*)/g)].map(([, text = '']) => ({
        at: `${path}/src/${file}`,
        text,
      })),
    );

describe('@throws', () => {
  const all = packages.flatMap(({ path }) => throwsOf(path));

  it('begins with codes in backticks, or says whose errors they are', () => {
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter(({ text }) => !/^(?:`\w+`|what `[\w.]+` throws|what (?:a|the) )/.test(text))).toEqual([]);
  });

  it('names codes that exist', () => {
    const named = all.flatMap(({ at, text }) =>
      [...text.matchAll(/`([A-Z]+(?:_[A-Z]+)+|ABORTED|TIMEOUT|UNSUPPORTED|INTERNAL)`/g)].map(
        ([, code = '']) => `${at}: ${code}`,
      ),
    );
    expect(named.filter((name) => !codes.has(name.slice(name.lastIndexOf(' ') + 1)))).toEqual([]);
  });
});

/** A docstring, and its declaration or member. */
const DOCSTRING = /^( *)\/\*\*([^]*?)\*\/\n(?:\s*(?:@|\/\/).*\n)*\s*(.*)/gm;
const DECLARATION = /^export (?:declare |abstract |async )*(?:function\*?|class|const|type|interface) (\w+)/;

/** The docstrings of the exports of an `index.ts`, and of their members. */
function publicDocstrings(index: string): { at: string; text: string }[] {
  const symbols = readExportedSymbols(index);
  const names = new Set(symbols.map(({ name }) => name));
  return [...new Set(symbols.map(({ file }) => file))].flatMap((file) => {
    if (file === undefined) return [];
    let owner = '';
    return [...readFileSync(join(root, file), 'utf8').matchAll(DOCSTRING)].flatMap(
      ([, indent = '', text = '', next = '']) => {
        if (indent === '') owner = DECLARATION.exec(next)?.[1] ?? '';
        const isShown = names.has(owner) && !/^(?:private|protected|#)/.test(next);
        return isShown
          ? [{ at: `${file}: ${owner} ${next.trim()}`, text: text.replaceAll(/\s*\n\s*\*\s?/g, ' ') }]
          : [];
      },
    );
  });
}

describe('public docstrings', () => {
  const all = packages.flatMap(({ path }) => {
    const index = `${path}/src/index.ts`;
    return existsSync(join(root, index)) ? publicDocstrings(index) : [];
  });
  const having = (form: RegExp): string[] => all.filter(({ text }) => form.test(text)).map(({ at }) => at);

  it('are found', () => {
    expect(all.length).toBeGreaterThan(1_000);
  });

  it('name errors in @throws alone', () => {
    expect(having(/(?<!@)\bthrows (?:`[A-Z]|[A-Z]\w+Error)/i)).toEqual([]);
  });

  it('name a default as "Default …"', () => {
    expect(having(/\bdefaults to\b|[;,] default (?:[`\d]|is\b|to\b)|[;,] default$/i)).toEqual([]);
  });
});
