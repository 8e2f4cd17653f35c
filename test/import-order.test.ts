import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findFileCircles, findFolderCircles, readSourceFile } from './project/circles.js';
import { floors } from './project/floors.js';
import { knownFolderCircles } from './project/folder-circles.js';
import { isRelative, packageOf, readImports, resolveRelative } from './project/imports.js';
import { buildImportOverrides, isImportOverride, type LintOverride } from './project/lint-rules.js';
import {
  allCode,
  examples,
  isTestFile,
  listFiles,
  packages,
  readJson,
  root,
  shippedCode,
} from './project/workspace.js';

const order = Object.keys(floors);
const folderOf = new Map(packages.map(({ folder, manifest }) => [manifest.name, folder]));
const sources = packages.map(({ folder, path }) => ({
  folder,
  files: shippedCode(path).map(readSourceFile),
  all: allCode(path).map(readSourceFile),
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
  it.each(sources)('import each other without cycles, of types too, in packages/$folder', ({ all }) => {
    expect(findFileCircles(all)).toEqual([]);
  });

  it.each(sources)('are in folders that import each other one way only in packages/$folder', ({ folder, all }) => {
    const known = knownFolderCircles[folder] ?? [];
    expect(findFolderCircles(all)).toEqual(known);
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

describe('scripts, faults and helpers of tests', () => {
  // Fixtures contain wrong code on purpose.
  const isHelper = (file: string): boolean =>
    /\.(tsx?|mjs)$/.test(file) && !/\.d\.m?ts$/.test(file) && !isTestFile(file) && !file.includes('/fixtures/');
  const folders = [
    'scripts',
    'faults',
    'test',
    'mutation',
    'site',
    ...packages.map(({ path }) => `${path}/test`).filter((path) => existsSync(join(root, path))),
    ...examples.map(({ path }) => path),
  ];

  it.each(folders)('import each other one way only in %s', (folder) => {
    const files = listFiles(folder, isHelper).map(readSourceFile);
    expect(findFileCircles(files)).toEqual([]);
    expect(findFolderCircles(files)).toEqual([]);
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
