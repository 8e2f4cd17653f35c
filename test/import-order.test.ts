import { dirname } from 'node:path';
import { isRelative, packageOf, readImports, resolveRelative } from './project/imports.js';
import { knownFolderCircles } from './project/folder-circles.js';
import { floors } from './project/floors.js';
import { buildImportOverrides, isImportOverride, type LintOverride } from './project/lint-rules.js';
import { isTestFile, listFiles, packages, readJson } from './project/workspace.js';

interface SourceFile {
  readonly file: string;
  readonly imports: ReturnType<typeof readImports>;
}

const order = Object.keys(floors);
const folderOf = new Map(packages.map(({ folder, manifest }) => [manifest.name, folder]));
const sources = packages.map(({ folder, path }) => ({
  folder,
  files: listFiles(`${path}/src`, (file) => /\.tsx?$/.test(file) && !isTestFile(file)).map((file) => ({
    file,
    imports: readImports(file),
  })),
}));

describe('the order of packages', () => {
  it('names every package', () => {
    expect(order.toSorted()).toEqual(packages.map(({ folder }) => folder));
  });

  it('lets each import only from those before it', () => {
    const upwards = order.flatMap((folder, index) =>
      (floors[folder] ?? []).filter((other) => !order.slice(0, index).includes(other)).map((other) => [folder, other]),
    );
    expect(upwards).toEqual([]);
  });

  it.each(sources)('holds in packages/$folder', ({ folder, files }) => {
    const allowed = new Set(floors[folder]);
    const wrong = files.flatMap(({ file, imports }) =>
      imports
        .filter(({ specifier }) => {
          const other = folderOf.get(packageOf(specifier));
          return other !== undefined && other !== folder && !allowed.has(other);
        })
        .map(({ specifier }) => `${file} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it('is what the lint rules say: `npm run docs` renews them', () => {
    const { overrides } = readJson<{ readonly overrides: readonly LintOverride[] }>('.oxlintrc.json');
    expect(overrides.filter(isImportOverride)).toEqual(buildImportOverrides());
  });
});

describe('the files of a package', () => {
  it.each(sources)('import each other without cycles, of types too, in packages/$folder', ({ files }) => {
    const graph = new Map(
      files.map(({ file, imports }) => [
        file,
        imports
          .filter(({ specifier }) => isRelative(specifier))
          .map(({ specifier }) => resolveRelative(file, specifier)),
      ]),
    );
    expect(findCycles(graph)).toEqual([]);
  });

  it.each(sources)('are in folders that import each other one way only in packages/$folder', ({ folder, files }) => {
    const known = knownFolderCircles[folder] ?? [];
    expect(findFolderCircles(files)).toEqual(known);
  });

  it.each(sources)('leave the index to others in packages/$folder', ({ folder, files }) => {
    const own = new Set([`packages/${folder}/src/index.ts`, `packages/${folder}/src/internal.ts`]);
    const wrong = files.flatMap(({ file, imports }) =>
      imports
        .filter(({ specifier }) => isRelative(specifier) && own.has(resolveRelative(file, specifier)))
        .map(({ specifier }) => `${file} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('./internal', () => {
  it('is no import of examples', () => {
    const wrong = listFiles('examples', (file) => /\.tsx?$/.test(file)).flatMap((file) =>
      readImports(file)
        .filter(({ specifier }) => specifier.endsWith('/internal'))
        .map(({ specifier }) => `${file} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });
});

/** Each cycle once, as a path that ends where it began. */
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

/** Pairs of folders that reach each other by imports, sorted; the index files of a package belong to no folder. */
function findFolderCircles(files: readonly SourceFile[]): string[] {
  const isIndex = (file: string): boolean => /\/src\/(index|internal)\.ts$/.test(file);
  const folderName = (file: string): string => dirname(file).replace(/^packages\/[^/]+\/src\/?/, '') || '.';
  const graph = new Map<string, Set<string>>();
  for (const { file, imports } of files.filter((source) => !isIndex(source.file))) {
    const from = folderName(file);
    const to = graph.get(from) ?? new Set<string>();
    graph.set(from, to);
    for (const { specifier } of imports.filter((one) => isRelative(one.specifier))) {
      const other = folderName(resolveRelative(file, specifier));
      if (other !== from) to.add(other);
    }
  }
  const reached = new Map([...graph.keys()].map((folder) => [folder, reachableFrom(folder, graph)]));
  return [...graph.keys()]
    .flatMap((one) =>
      [...(reached.get(one) ?? [])].flatMap((other) => (isPair(one, other) ? [`${one} ⇄ ${other}`] : [])),
    )
    .toSorted();

  function isPair(one: string, other: string): boolean {
    return one < other && reached.get(other)?.has(one) === true;
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
