import { isRelative, packageOf, resolveRelative } from './project/imports.js';
import { isNode, type Node, readSource, textOf, walk } from './project/syntax.js';
import { examples, isTestFile, listFiles, packages } from './project/workspace.js';

/** `file#name` of each name that a file exports and declares. */
const declared = new Set<string>();
/** `file#name` of each name that another file imports or exports again, and also `package#name`. */
const used = new Set<string>();
/** Files that are imported as a whole. Any of their names may be used. */
const usedWhole = new Set<string>();

/** Hooks for modules. Node imports them by the path that `register` gets. */
const hooks = 'packages/boot/src/typescript/hooks.ts';
const isIndex = (file: string): boolean => /\/src\/(index|internal)\.ts$/.test(file);
const nodesOf = (node: Node, field: string): readonly Node[] =>
  ((node[field] as readonly unknown[] | undefined) ?? []).filter(isNode);

/** The values that a declaration exports. */
function namesOf(declaration: unknown): readonly string[] {
  // A type in the signature of an export must be exported as well, even if nobody names it.
  if (!isNode(declaration) || String(declaration['type']).startsWith('Ts')) return [];
  if (declaration['type'] === 'VariableDeclaration') {
    return nodesOf(declaration, 'declarations').flatMap(({ id }) => textOf(id) ?? []);
  }
  return [textOf(declaration['identifier']) ?? textOf(declaration['id'])].filter((name) => name !== undefined);
}

function readFile(file: string): void {
  const targetOf = (from: string): string =>
    isRelative(from) ? resolveRelative(file, from) : from.endsWith('/internal') ? `${packageOf(from)}/internal` : from;
  const use = (from: string, name: string): void => void used.add(`${targetOf(from)}#${name}`);
  walk(readSource(file).body, (node) => {
    const from = textOf(node['source']);
    if (node['type'] === 'ExportDeclaration' && file.includes('/src/') && !isTestFile(file)) {
      for (const name of namesOf(node['declaration'])) declared.add(`${file}#${name}`);
    }
    if (node['type'] === 'ExportNamedDeclaration' && from !== undefined) {
      for (const specifier of nodesOf(node, 'specifiers')) use(from, textOf(specifier['orig']) ?? '');
    }
    if (node['type'] === 'ImportDeclaration' && from !== undefined) {
      for (const specifier of nodesOf(node, 'specifiers')) {
        if (specifier['type'] === 'ImportNamespaceSpecifier') usedWhole.add(targetOf(from));
        else use(from, textOf(specifier['imported']) ?? textOf(specifier['local']) ?? '');
      }
    }
    if (node['type'] === 'TsImportType') usedWhole.add(targetOf(textOf(node['argument']) ?? ''));
    if (node['type'] === 'CallExpression' && isNode(node['callee']) && node['callee']['type'] === 'Import') {
      const [first] = nodesOf(node, 'arguments');
      const specifier = textOf(first?.['expression']);
      if (specifier !== undefined) usedWhole.add(targetOf(specifier));
    }
  });
}

describe('exports', () => {
  it('of values are used by another file', () => {
    const isSource = (file: string): boolean =>
      /\.(tsx?|mjs)$/.test(file) && !/(fixtures|templates|\.d\.ts$)/.test(file);
    const files = [...packages, ...examples].flatMap(({ path }) => listFiles(path, isSource));
    for (const file of [...files, ...listFiles('test', isSource), ...listFiles('scripts', isSource)]) readFile(file);
    const unused = [...declared].filter((entry) => {
      const [file = ''] = entry.split('#');
      return (
        file.startsWith('packages/') && !used.has(entry) && !usedWhole.has(file) && !isIndex(file) && file !== hooks
      );
    });
    expect(unused).toEqual([]);
  });
});
