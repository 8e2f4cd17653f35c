import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The root folder of the repository: the one with `lerna.json`. It is found from any working directory. */
export const root = findRoot(process.cwd());

/** The fields of a `package.json` that the guards read. */
export interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly license?: string;
  readonly private?: boolean;
  readonly type?: string;
  readonly engines?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly files?: readonly string[];
  readonly publishConfig?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly workspaces?: readonly string[];
}

export interface WorkspacePackage {
  /** The folder's name, such as `extension`. */
  readonly folder: string;
  /** Relative to the root, such as `packages/extension`. */
  readonly path: string;
  readonly manifest: PackageJson;
}

export const readJson = <T>(path: string): T => JSON.parse(readFileSync(join(root, path), 'utf8')) as T;

const readWorkspace = (parent: string): WorkspacePackage[] =>
  readdirSync(join(root, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name: folder }) => folder)
    .toSorted()
    .map((folder) => {
      const path = `${parent}/${folder}`;
      return { folder, path, manifest: readJson<PackageJson>(`${path}/package.json`) };
    });

/** The packages that are published. */
export const packages = readWorkspace('packages');
export const examples = readWorkspace('examples');

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'lerna.json'))) return folder;
  if (dirname(folder) === folder) throw new Error('run this inside the repository');
  return findRoot(dirname(folder));
}

/** All files below `path` that `accept` selects, relative to the root, sorted. Folders with generated files are omitted. */
export function listFiles(path: string, accept: (file: string) => boolean): string[] {
  return readdirSync(join(root, path), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(node_modules|dist|coverage)\//.test(file) && accept(file))
    .toSorted();
}

export const isTestFile = (file: string): boolean => /\.(test|test-types)\.tsx?$/.test(file);

/** The folders of a package with code for its users. */
const shippedFolders = ['src', 'browser', 'worker', 'obtain'] as const;
/** The other folders: build scripts, benchmarks, and recordings. */
const toolFolders = ['build', 'bench', 'scripts'] as const;

const isCode = (file: string): boolean => /\.(tsx?|mjs)$/.test(file) && !/\.d\.m?ts$/.test(file) && !isTestFile(file);

const codeIn = (path: string, folders: readonly string[]): string[] =>
  folders
    .map((folder) => `${path}/${folder}`)
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => listFiles(folder, isCode));

/** The code of a package for its users, without tests. */
export const shippedCode = (path: string): string[] => codeIn(path, shippedFolders);

/** All code of a package except its tests. */
export const allCode = (path: string): string[] => codeIn(path, [...shippedFolders, ...toolFolders]);
