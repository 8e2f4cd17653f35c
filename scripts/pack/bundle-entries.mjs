// @ts-check
import { existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Replaces the compiled modules of an unpacked package by one file for each entry, `index.js` and `internal.js`, and what
 * the two share. It starts from the compiler's output, which holds the metadata of decorators.
 *
 * @param {string} folder the unpacked package
 * @param {string} source the package in the work tree, whose dependencies are not bundled
 */
export async function bundleEntries(folder, source) {
  const dist = join(folder, 'dist');
  const bundled = join(folder, 'bundled');
  const entryPoints = ['index', 'internal']
    .map((entry) => join(dist, `${entry}.js`))
    .filter((file) => existsSync(file));
  await build({
    entryPoints,
    outdir: bundled,
    absWorkingDir: source,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    sourcemap: true,
    keepNames: true,
    chunkNames: 'shared-[hash]',
    logLevel: 'warning',
  });
  for (const file of await readdir(dist, { recursive: true })) {
    if (/\.js(\.map)?$/.test(file)) await rm(join(dist, file));
  }
  for (const file of await readdir(bundled)) await rename(join(bundled, file), join(dist, file));
  await rm(bundled, { recursive: true });
}
