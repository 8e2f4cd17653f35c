// @ts-check
// Bundles the code for browsers into assets/: with hashes, compressed, and with a manifest that the server reads. With
// --if-needed it only runs if a source is newer than the bundles.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = join(root, 'assets');
const require = createRequire(join(root, 'package.json'));

/** Whether no source is newer than the bundles. */
function isCurrent() {
  const manifest = join(outdir, 'manifest.json');
  if (!existsSync(manifest)) return false;
  const built = statSync(manifest).mtimeMs;
  const sources = ['browser', 'src/wire', 'build', '../contract/src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const lock = join(root, '../../package-lock.json');
  return [...sources, ...(existsSync(lock) ? [lock] : [])].every((file) => statSync(file).mtimeMs <= built);
}

/** Modules that the shell and pages share, such as one React and one MUI. The value is the entry that exports them. */
const shared = {
  react: 'vendor/react',
  'react-dom': 'vendor/react-dom',
  'react-dom/client': 'vendor/react-dom-client',
  'react/jsx-runtime': 'vendor/react-jsx-runtime',
  '@mui/material': 'vendor/mui-material',
  '@emotion/react': 'vendor/emotion-react',
  '@emotion/styled': 'vendor/emotion-styled',
  '@symphony': 'symphony',
};

/** React is CommonJS. Its names must be listed, or `import { useState } from 'react'` fails. */
const named = (/** @type {string} */ name) => {
  const names = Object.keys(require(name)).filter((key) => key !== 'default' && /^[A-Za-z_$][\w$]*$/.test(key));
  return `import all from '${name}';\nexport default all;\nexport const { ${names.join(', ')} } = all;\n`;
};
/** @type {Record<string, () => string>} */
const vendors = {
  react: () => named('react'),
  'react-dom': () => named('react-dom'),
  'react-dom-client': () => named('react-dom/client'),
  'react-jsx-runtime': () => named('react/jsx-runtime'),
  'mui-material': () => "export * from '@mui/material';\nexport * from '@mui/material/styles';\n",
  'emotion-react': () => "export * from '@emotion/react';\n",
  'emotion-styled': () => "export * from '@emotion/styled';\nexport { default } from '@emotion/styled';\n",
};

/** @type {import('esbuild').Plugin} */
const vendorModules = {
  name: 'vendor-modules',
  setup(build) {
    build.onResolve({ filter: /^vendor:/ }, ({ path }) => ({
      path: path.slice('vendor:'.length),
      namespace: 'vendor',
    }));
    build.onLoad({ filter: /.*/, namespace: 'vendor' }, ({ path }) => ({
      contents: vendors[path]?.() ?? '',
      resolveDir: root,
    }));
  },
};

/** The shell signs with WebCrypto, so the signing library of the NATS client would be 11 kB of unused code. */
/** @type {import('esbuild').Plugin} */
const withoutNkeys = {
  name: 'without-nkeys',
  setup(build) {
    build.onResolve({ filter: /^@nats-io\/nkeys$/ }, () => ({ path: join(root, 'browser/connect/no-nkeys.ts') }));
  },
};

const common = /** @type {const} */ ({
  bundle: true,
  target: 'es2022',
  minify: true,
  sourcemap: 'external',
  metafile: true,
  outdir,
  entryNames: '[name]-[hash]',
  chunkNames: 'chunk-[hash]',
  assetNames: '[name]-[hash]',
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.woff2': 'file', '.ttf': 'empty' },
  jsx: 'automatic',
  logLevel: 'warning',
});

if (process.argv.includes('--if-needed') && isCurrent()) process.exit(0);
rmSync(outdir, { recursive: true, force: true });
const modules = await build({
  ...common,
  format: 'esm',
  splitting: true,
  plugins: [vendorModules, withoutNkeys],
  entryPoints: [
    { in: join(root, 'browser/shell/main.tsx'), out: 'shell' },
    { in: join(root, 'browser/symphony/symphony.ts'), out: 'symphony' },
    { in: join(root, 'browser/frame/isolated-page.tsx'), out: 'frame' },
    ...Object.keys(vendors).map((name) => ({ in: `vendor:${name}`, out: `vendor-${name}` })),
  ],
});
// Classic scripts, because a frame without an origin must run them before its own scripts.
const scripts = await build({
  ...common,
  format: 'iife',
  entryPoints: [
    { in: join(root, 'browser/frame/bridge-client.ts'), out: 'bridge' },
    { in: join(root, 'browser/frame/htmx-frame.ts'), out: 'htmx' },
  ],
});

const outputs = { ...modules.metafile.outputs, ...scripts.metafile.outputs };
const address = (/** @type {string} */ file) => `/ui/assets/${relative(outdir, join(process.cwd(), file))}`;
/** @type {Record<string, string>} */
const entries = {};
/** @type {Record<string, string>} */
const styles = {};
const plain = (/** @type {string} */ file) =>
  relative(outdir, join(process.cwd(), file)).replace(/-[A-Z0-9]{8}\.js$/, '');
for (const [file, { entryPoint, cssBundle }] of Object.entries(outputs)) {
  if (!entryPoint || !file.endsWith('.js') || file.includes('chunk-')) continue;
  entries[plain(file)] = address(file);
  if (cssBundle) styles[plain(file)] = address(cssBundle);
}

/** An output, and all its static imports. */
const closure = (/** @type {string} */ file, found = new Set()) => {
  if (found.has(file)) return found;
  found.add(file);
  for (const { path, kind, external } of outputs[file]?.imports ?? []) {
    if (kind === 'import-statement' && !external) closure(path, found);
  }
  return found;
};
const fileOf = (/** @type {string} */ name) =>
  Object.keys(outputs).find((file) => address(file) === entries[name]) ?? '';
const preload = [...closure(fileOf('shell'))].map(address);

const muiNames = Object.keys(require('@mui/material')).filter((name) => /^[A-Za-z]\w*$/.test(name));
for (const file of readdirSync(outdir)) {
  if (!/\.(js|css)$/.test(file)) continue;
  const bytes = readFileSync(join(outdir, file));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(join(outdir, `${file}.br`), brotliCompressSync(bytes, { params }));
}
const addressOf = (/** @type {string} */ entry) => entries[entry.replace('vendor/', 'vendor-')] ?? '';
const manifest = {
  entries,
  styles,
  preload,
  modules: Object.fromEntries(Object.entries(shared).map(([name, entry]) => [name, addressOf(entry)])),
  muiNames,
  files: readdirSync(outdir).filter((file) => file !== 'manifest.json'),
};
writeFileSync(join(outdir, 'manifest.json'), `${JSON.stringify(manifest, undefined, 1)}\n`);

const size = (/** @type {readonly string[]} */ addresses) => {
  const bytes = addresses.map((address) => readFileSync(join(outdir, `${address.split('/').pop()}.br`)).length);
  return `${(bytes.reduce((sum, size) => sum + size, 0) / 1024).toFixed(0)} kB brotli in ${addresses.length} files`;
};
console.log(`user interface: script before the first content: ${size(preload)}`);
if (process.argv.includes('--meta')) writeFileSync(join(root, 'dist/meta.json'), JSON.stringify(modules.metafile));
