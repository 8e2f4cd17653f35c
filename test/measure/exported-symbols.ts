import { isRelative, resolveRelative } from '../project/imports.js';
import { isNode, type Node, readSource, type Source, textOf } from '../project/syntax.js';

/** A name that a package's `index.ts` exports, and the place of its declaration. */
export interface ExportedSymbol {
  readonly name: string;
  /** Undefined if another package declares it. */
  readonly file: string | undefined;
  readonly isDocumented: boolean;
}

const sources = new Map<string, Source>();
const read = (file: string): Source => {
  const source = sources.get(file) ?? readSource(file);
  sources.set(file, source);
  return source;
};

const specifiersOf = (node: Node): readonly Node[] => (node['specifiers'] as readonly Node[] | undefined) ?? [];
const isReExport = (node: Node): boolean => node['type'] === 'ExportNamedDeclaration';

/** The exports of `index`, in its order. */
export function readExportedSymbols(index: string): ExportedSymbol[] {
  return read(index)
    .body.filter(isReExport)
    .flatMap((node) => {
      const from = textOf(node['source']);
      return specifiersOf(node).map((specifier) => {
        const original = textOf(specifier['orig']) ?? '';
        const name = textOf(specifier['exported']) ?? original;
        return from === undefined || !isRelative(from)
          ? { name, file: undefined, isDocumented: true }
          : { name, ...findDeclaration(resolveRelative(index, from), original) };
      });
    });
}

function findDeclaration(file: string, name: string): Omit<ExportedSymbol, 'name'> {
  const { text, body } = read(file);
  const declaration = new RegExp(
    `^export (?:declare |abstract |async )*(?:function\\*?|class|const|let|type|interface|enum) ${name.replaceAll('$', '\\$')}\\b`,
    'm',
  );
  if (declaration.test(text)) return { file, isDocumented: isDocumented(text, declaration) };
  for (const node of body.filter(isReExport)) {
    const from = textOf(node['source']);
    const specifier = specifiersOf(node).find(
      (candidate) => (textOf(candidate['exported']) ?? textOf(candidate['orig'])) === name,
    );
    if (!specifier || !isNode(specifier)) continue;
    if (from === undefined) return findImported(file, name);
    if (!isRelative(from)) return { file: undefined, isDocumented: true };
    return findDeclaration(resolveRelative(file, from), textOf(specifier['orig']) ?? name);
  }
  return {
    file,
    isDocumented: new RegExp(`\\*/\\n(?:declare )?\\w+ ${name}\\b|@typedef \\{.*\\} ${name} \\w`).test(text),
  };
}

/** A name that `file` imports and exports again. */
function findImported(file: string, name: string): Omit<ExportedSymbol, 'name'> {
  const from = new RegExp(`^import (?:type )?\\{[^}]*\\b${name}\\b[^}]*\\} from '(\\.[^']+)'`, 'm').exec(
    read(file).text,
  )?.[1];
  return from === undefined ? { file, isDocumented: false } : findDeclaration(resolveRelative(file, from), name);
}

/**
 * Whether one of the declarations of a name has a docstring: a schema and its type share one. Comments for the linter and for
 * `docs/` regions may be between the docstring and the declaration.
 */
function isDocumented(text: string, declaration: RegExp): boolean {
  return [...text.matchAll(new RegExp(declaration, 'gm'))].some(({ index }) =>
    /\*\/\s*(?:(?:@\w+(?:\([^)]*\))?|\/\/.*)\s*)*$/.test(text.slice(0, index)),
  );
}
