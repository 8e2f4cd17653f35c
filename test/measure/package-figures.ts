import { findFileCircles, findFolderCircles, readSourceFile } from '../project/circles.js';
import { readSource, walk } from '../project/syntax.js';
import { shippedCode, type WorkspacePackage } from '../project/workspace.js';
import { readExportedSymbols } from './exported-symbols.js';

/** The figures of a package in `npm run measure`. */
export interface PackageFigures {
  readonly folder: string;
  readonly files: number;
  readonly lines: number;
  readonly medianLines: number;
  readonly p90Lines: number;
  /** Files with fewer than 15 lines, because an idea rarely fits into one. */
  readonly tinyFiles: number;
  readonly functions: number;
  readonly exports: number;
  readonly documented: number;
  readonly fileCircles: number;
  /** Pairs of folders that import from each other, directly or indirectly. */
  readonly folderCircles: number;
  /** Functions of a module that are called from only one place of it. */
  readonly usedOnce: number;
  /** Casts with `as`, except `as const`. */
  readonly casts: number;
  readonly any: number;
  /** Non-null assertions: `!` after an expression. */
  readonly nonNull: number;
}

const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'MethodProperty',
]);

export function measurePackage({ folder, path }: WorkspacePackage): PackageFigures {
  const files = shippedCode(path);
  const sources = files.map(readSource);
  const imports = files.map(readSourceFile);
  const lengths = sources.map(({ text }) => text.split('\n').length - 1).toSorted((a, b) => a - b);
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const { body } of sources) {
    walk(body, ({ type }) => {
      count(FUNCTIONS.has(String(type)) ? 'function' : String(type));
    });
  }
  const symbols = readExportedSymbols(`${path}/src/index.ts`);
  return {
    folder,
    files: sources.length,
    lines: lengths.reduce((sum, lines) => sum + lines, 0),
    medianLines: quantile(lengths, 0.5),
    p90Lines: quantile(lengths, 0.9),
    tinyFiles: lengths.filter((lines) => lines < 15).length,
    functions: counts.get('function') ?? 0,
    exports: symbols.length,
    documented: symbols.filter(({ isDocumented }) => isDocumented).length,
    fileCircles: findFileCircles(imports).length,
    folderCircles: findFolderCircles(imports).length,
    usedOnce: sources.reduce((sum, { text }) => sum + helpersUsedOnce(text), 0),
    casts: counts.get('TsAsExpression') ?? 0,
    any: sources.reduce((sum, { body }) => sum + countAny(body), 0),
    nonNull: counts.get('TsNonNullExpression') ?? 0,
  };
}

function countAny(body: unknown): number {
  let found = 0;
  walk(body, ({ type, kind }) => {
    if (type === 'TsKeywordType' && kind === 'any') found += 1;
  });
  return found;
}

function helpersUsedOnce(text: string): number {
  const names = [...text.matchAll(/^(?:async )?function\*? (\w+)|^const (\w+) = (?:async )?\(/gm)].map(
    ([, declared, assigned]) => declared ?? assigned ?? '',
  );
  return names.filter((name) => [...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length === 2).length;
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
