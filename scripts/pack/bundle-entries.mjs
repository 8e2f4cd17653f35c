// @ts-check
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundledPackages, emptyModules } from './bundled-packages.mjs';
import { classNames } from './class-names.mjs';
import { readNotices } from './read-notices.mjs';

/** CommonJS code loads Node's own modules with `require`, which an ES module does not have. */
const REQUIRE =
  "import { createRequire as requireOf } from 'node:module';\nconst require = requireOf(import.meta.url);";

/**
 * Replaces the compiled modules of an unpacked package by one file for each entry, `index.js` and `internal.js`, one for the
 * code that both share, and files for code that is loaded later. It starts from the compiler's output, which contains the
 * metadata of decorators. It includes small libraries, see `bundledPackages`, and removes unused dependencies from the
 * package.json.
 *
 * @param {string} folder the unpacked package
 * @param {string} source the package in the work tree, where dependencies are resolved
 */
export async function bundleEntries(folder, source) {
  const dist = join(folder, 'dist');
  const bundled = join(folder, 'bundled');
  const manifestFile = join(folder, 'package.json');
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8'));
  const { dependencies = {}, peerDependencies = {} } = manifest;
  const own = Object.keys(dependencies).filter((name) => !bundledPackages.has(name));
  const external = [...own, ...Object.keys(peerDependencies)];
  const entryPoints = ['index', 'internal']
    .map((entry) => join(dist, `${entry}.js`))
    .filter((file) => existsSync(file));
  const { metafile } = await build({
    entryPoints,
    outdir: bundled,
    absWorkingDir: source,
    nodePaths: [join(source, 'node_modules'), join(source, '../../node_modules')],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: external.flatMap((name) => [name, `${name}/*`]),
    plugins: [emptyModules, classNames(dist)],
    // The part of the metadata polyfill that current versions of Node need.
    alias: { 'reflect-metadata': 'reflect-metadata/lite' },
    banner: own.length < Object.keys(dependencies).length ? { js: REQUIRE } : {},
    sourcemap: true,
    // The package contains the sources.
    sourcesContent: false,
    // Minifying makes the files a third smaller, so each start reads less. Names stay and lines are short, so that a stack trace
    // is useful. `keepNames` would set the name of a function again at each call that creates it.
    minifyWhitespace: true,
    lineLimit: 120,
    legalComments: 'none',
    chunkNames: 'shared-[hash]',
    metafile: true,
    logLevel: 'warning',
  });
  for (const file of await readdir(dist, { recursive: true })) {
    if (/\.js(\.map)?$/.test(file)) await rm(join(dist, file));
  }
  for (const file of await readdir(bundled)) {
    await rename(join(bundled, file), join(dist, file));
  }
  await rm(bundled, { recursive: true });

  const notices = await readNotices(source, Object.keys(metafile.inputs));
  if (notices) await writeFile(join(dist, 'THIRD-PARTY-NOTICES.txt'), notices);
  const declarations = await readDeclarations(dist);
  const isNeeded = (/** @type {string} */ name) =>
    !bundledPackages.has(name) || new RegExp(`["']${name}(/[^"']*)?["']`).test(declarations);
  manifest.dependencies = Object.fromEntries(Object.entries(dependencies).filter(([name]) => isNeeded(name)));
  await writeFile(manifestFile, `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** @param {string} dist */
async function readDeclarations(dist) {
  const files = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith('.d.ts'));
  return (await Promise.all(files.map((file) => readFile(join(dist, file), 'utf8')))).join('\n');
}
