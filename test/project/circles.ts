import { dirname } from 'node:path';
import { type Import, isRelative, readImports, resolveRelative } from './imports.js';

/** A source file and its imports. */
export interface SourceFile {
  readonly file: string;
  readonly imports: readonly Import[];
}

export const readSourceFile = (file: string): SourceFile => ({ file, imports: readImports(file) });

/** Circles of files, including type imports. Each is listed once, as a path that ends where it began. */
export function findFileCircles(files: readonly SourceFile[]): string[] {
  return findCycles(
    new Map(
      files.map(({ file, imports }) => [
        file,
        imports
          .filter(({ specifier }) => isRelative(specifier))
          .map(({ specifier }) => resolveRelative(file, specifier)),
      ]),
    ),
  );
}

/** All cycles. Each is listed once, as a path that ends where it began. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      cycles.push([...path.slice(start), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}

/** Pairs of folders that import from each other, sorted. The index files of a package belong to no folder. */
export function findFolderCircles(files: readonly SourceFile[]): string[] {
  const isIndex = (file: string): boolean => /\/src\/(index|internal)\.ts$/.test(file);
  const folderName = (file: string): string => dirname(file).replace(/^packages\/[^/]+\/(src(\/|$))?/, '') || '.';
  const graph = new Map<string, Set<string>>();
  for (const { file, imports } of files.filter((source) => !isIndex(source.file))) {
    const from = folderName(file);
    const to = graph.get(from) ?? new Set<string>();
    graph.set(from, to);
    for (const { specifier } of imports.filter((item) => isRelative(item.specifier))) {
      const other = folderName(resolveRelative(file, specifier));
      if (other !== from) to.add(other);
    }
  }
  const reached = new Map([...graph.keys()].map((folder) => [folder, reachableFrom(folder, graph)]));
  return [...graph.keys()]
    .flatMap((folder) =>
      [...(reached.get(folder) ?? [])].flatMap((other) => (isPair(folder, other) ? [`${folder} ⇄ ${other}`] : [])),
    )
    .toSorted();

  function isPair(left: string, right: string): boolean {
    return left < right && reached.get(right)?.has(left) === true;
  }
}

function reachableFrom(start: string, graph: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...(graph.get(start) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(graph.get(next) ?? []));
  }
  return seen;
}
