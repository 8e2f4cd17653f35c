import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { isNode, type Node, readSource, textOf, walk } from './syntax.js';
import { root } from './workspace.js';

/** Whether it is `import.meta.resolve` or `require.resolve`. `Promise.resolve` has the same name. */
const isResolve = ({ type, object, property }: Node): boolean =>
  type === 'MemberExpression' &&
  textOf(property) === 'resolve' &&
  isNode(object) &&
  (object['type'] === 'MetaProperty' || object['value'] === 'require');

/** The text of the first argument of `import(…)`, `require(…)`, `import.meta.resolve(…)`, `require.resolve(…)`. */
function readCall(node: Node): string | undefined {
  const callee = node['callee'];
  const [first] = node['arguments'] as readonly { readonly expression: unknown }[];
  // A variable does not show what it contains.
  if (!isNode(callee) || !isNode(first?.expression) || first.expression['type'] !== 'StringLiteral') return undefined;
  const isImport = callee['type'] === 'Import' || (callee['type'] === 'Identifier' && callee['value'] === 'require');
  return isImport || isResolve(callee) ? textOf(first.expression) : undefined;
}

function readSpecifier(node: Node): string | undefined {
  switch (node['type']) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return textOf(node['source']);
    case 'TsImportType':
      return textOf(node['argument']);
    case 'CallExpression':
      return readCall(node);
    default:
      return undefined;
  }
}

/** One import in the source. */
export interface Import {
  readonly specifier: string;
}

/** The imports of the files that have been read: a guard asks for many files twice. */
const known = new Map<string, readonly Import[]>();

/** All imports and re-exports of a file, in source order. */
export function readImports(file: string): readonly Import[] {
  const before = known.get(file);
  if (before) return before;
  const found: Import[] = [];
  walk(readSource(file).body, (node) => {
    const specifier = readSpecifier(node);
    if (specifier !== undefined) found.push({ specifier });
  });
  known.set(file, found);
  return found;
}

export const isRelative = (specifier: string): boolean => specifier.startsWith('.');
export const isBuiltIn = (specifier: string): boolean => specifier.startsWith('node:');

/** `@scope/name/path` → `@scope/name`. */
export const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** The source file of a relative import, relative to the root. */
export function resolveRelative(file: string, specifier: string): string {
  const target = join(root, dirname(file), specifier);
  const candidates = [target, target.replace(/\.js$/, '.ts'), target.replace(/\.js$/, '.tsx')];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (!found) throw new Error(`${file} imports ${specifier}, which is not there`);
  return relative(root, found);
}
