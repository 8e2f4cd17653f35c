import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { toError } from '@symphony-ts/contract';
import * as z from 'zod';

const Declared = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });

/** A package bundled for browsers, or why it cannot be. */
export type Bundle = { readonly code: string } | { readonly error: string };

/** One folder for all extensions, or a folder for each, by their prefixes. */
export type PackageFolders = string | Readonly<Record<string, string>>;

/**
 * npm packages that pages import, bundled from the installed dependencies of a folder. Only what that folder's
 * package.json declares is served: an import names a package, never a path of this machine.
 */
export class Packages {
  readonly #folders: PackageFolders;
  readonly #shared: readonly string[];
  readonly #made = new Map<string, Promise<Bundle>>();

  /**
   * @param folders where a package.json and its node_modules are; without one no package can be imported
   * @param shared modules that stay imports, since the shell has them
   */
  constructor(folders: PackageFolders | undefined, shared: readonly string[]) {
    this.#folders = folders ?? {};
    this.#shared = shared;
  }

  /** The bundle of `specifier`, such as `dayjs/plugin/utc` of the package `name`, for a page of the extension `prefix`. */
  async bundle(prefix: string, name: string, specifier: string): Promise<Bundle> {
    const folder = this.#folderOf(prefix);
    if (folder === undefined) {
      return { error: `'${name}' cannot be imported: this platform serves no npm packages for ${prefix}` };
    }
    const { dependencies } = await readDeclared(folder);
    if (!(name in dependencies)) {
      return { error: `'${name}' is not among the dependencies of ${join(folder, 'package.json')}: add it there` };
    }
    const key = `${folder} ${specifier} ${dependencies[name] ?? ''} ${await installedVersion(folder, name)}`;
    const made = this.#made.get(key) ?? this.#build(folder, specifier);
    this.#made.set(key, made);
    const bundle = await made;
    // The failure is not kept: the author installs what is missing, and tries again.
    if ('error' in bundle) this.#made.delete(key);
    return bundle;
  }

  #folderOf(prefix: string): string | undefined {
    if (typeof this.#folders === 'string') return this.#folders;
    return Object.hasOwn(this.#folders, prefix) ? this.#folders[prefix] : undefined;
  }

  async #build(folder: string, specifier: string): Promise<Bundle> {
    const quoted = JSON.stringify(specifier);
    const contents = `export * from ${quoted}; import * as all from ${quoted}; export default all.default ?? all;`;
    try {
      // esbuild is loaded for the first package that a page imports, because most platforms bundle none.
      const { build } = await import('esbuild');
      const { outputFiles } = await build({
        stdin: { contents, resolveDir: folder },
        bundle: true,
        format: 'esm',
        write: false,
        minify: true,
        target: 'es2022',
        platform: 'browser',
        external: [...this.#shared],
        define: { 'process.env.NODE_ENV': '"production"' },
        logLevel: 'silent',
      });
      return { code: outputFiles[0]?.text ?? '' };
    } catch (error) {
      const [, line] = toError(error).message.split('\n');
      return { error: `'${specifier}' cannot be bundled: ${line ?? toError(error).message}` };
    }
  }
}

async function readDeclared(folder: string): Promise<z.infer<typeof Declared>> {
  try {
    return Declared.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  } catch {
    return { dependencies: {} }; // No package.json: nothing is declared.
  }
}

async function installedVersion(folder: string, name: string): Promise<string> {
  try {
    const paths = createRequire(join(folder, 'package.json')).resolve.paths(name) ?? [];
    for (const path of paths) {
      const text = await readFile(join(path, name, 'package.json'), 'utf8').catch(() => undefined);
      if (text !== undefined) return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
    }
  } catch {
    // It counts as missing, and the build reports what is wrong.
  }
  return 'none';
}
