import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isBuiltIn, isRelative, packageOf, readImports } from './project/imports.js';
import { examples, isTestFile, listFiles, type PackageJson, packages, readJson, root } from './project/workspace.js';

const siblings = new Set(packages.map(({ manifest }) => manifest.name));
const repository = 'https://github.com/symphony-ts/symphony-ts';
const workspace = readJson<PackageJson>('package.json');

/** Scripts that npm runs when the package is installed. */
const shipped = (path: string): string[] =>
  listFiles(path, (file) => {
    const [folder = ''] = file.slice(path.length + 1).split('/');
    return ['src', 'bin', 'obtain', 'worker'].includes(folder) && /\.(m?[jt]s|tsx)$/.test(file) && !isTestFile(file);
  });

const importedPackages = (files: readonly string[]): string[] => [
  ...new Set(
    files
      .flatMap(readImports)
      .map(({ specifier }) => specifier)
      .filter((specifier) => !isRelative(specifier) && !isBuiltIn(specifier))
      .map(packageOf),
  ),
];

describe.each(packages)('packages/$folder/package.json', ({ folder, path, manifest }) => {
  it('has what a registry shows', () => {
    expect(manifest).toMatchObject({
      version: readJson<{ version: string }>('lerna.json').version,
      description: expect.stringMatching(/\.$/),
      license: workspace.license,
      type: 'module',
      engines: workspace.engines,
      publishConfig: { access: 'public' },
      keywords: expect.arrayContaining(['nats']),
      homepage: `${repository}/tree/main/${path}#readme`,
      bugs: `${repository}/issues`,
      repository: { type: 'git', url: `git+${repository}.git`, directory: path },
      sideEffects: expect.anything(),
    });
    expect(existsSync(join(root, path, 'README.md'))).toBe(true);
  });

  it('is named after its folder, in our scope: unscoped names belong to others', () => {
    expect(manifest.name).toBe(`@symphony-ts/${folder}`);
  });

  it('brings the licence', () => {
    expect(readFileSync(join(root, path, 'LICENSE'), 'utf8')).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'));
  });

  it('exports the index, the internals for siblings, and itself', () => {
    const entry = (file: string) => ({
      '@symphony-ts/source': `./src/${file}.ts`,
      types: `./dist/${file}.d.ts`,
      default: `./dist/${file}.js`,
    });
    const hasInternal = existsSync(join(root, path, 'src/internal.ts'));
    expect(manifest.exports).toEqual({
      '.': entry('index'),
      ...(hasInternal ? { './internal': entry('internal') } : {}),
      './package.json': './package.json',
    });
  });

  it('publishes sources and what was built of them, no tests and no build state', () => {
    expect(manifest.files).toEqual(
      expect.arrayContaining(['dist', 'src', '!**/*.test.ts', '!**/*.test-types.ts', '!**/.tsbuildinfo']),
    );
    for (const file of Object.values(manifest.bin ?? {})) expect(existsSync(join(root, path, file))).toBe(true);
  });

  it('pins its siblings to the version they share', () => {
    const loose = Object.entries(manifest.dependencies ?? {}).filter(
      ([name, range]) => siblings.has(name) && range !== manifest.version,
    );
    expect(loose).toEqual([]);
  });

  it('declares what it imports, and nothing else', () => {
    const imported = importedPackages(shipped(path)).filter((name) => name !== manifest.name);
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    expect(imported.toSorted(byName)).toEqual(declared.toSorted(byName));
  });

  it('declares what its tests import, siblings aside', () => {
    const { dependencies, devDependencies } = manifest;
    const declared = { ...dependencies, ...devDependencies, ...workspace.devDependencies };
    const imported = importedPackages(
      listFiles(path, (file) => /\.(test|test-types|bench)\.ts$|\/test\/.*\.ts$/.test(file)),
    );
    expect(imported.filter((name) => !siblings.has(name) && !(name in declared))).toEqual([]);
  });

  it('is built after the siblings it declares', () => {
    const { references } = readJson<{ readonly references: readonly { readonly path: string }[] }>(
      `${path}/tsconfig.json`,
    );
    const folders = packages.filter(({ manifest: { name } }) => name in { ...manifest.dependencies });
    expect(references.map((reference) => reference.path).toSorted(byName)).toEqual(
      folders.map(({ folder }) => `../${folder}`),
    );
  });
});

describe.each(examples)('examples/$folder/package.json', ({ path, manifest }) => {
  it('stays private and declares what it imports', () => {
    expect(manifest.private).toBe(true);
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    // Pages run in the platform's shell, which provides their imports.
    const imported = importedPackages(listFiles(path, (file) => /\.tsx?$/.test(file) && !file.includes('/pages/')));
    expect(declared).toEqual(expect.arrayContaining(imported));
    // A script starts the command line. Nothing imports it.
    expect([...imported, '@symphony-ts/boot']).toEqual(expect.arrayContaining(declared));
  });
});

function byName(a: string, b: string): number {
  return a < b ? -1 : 1;
}
