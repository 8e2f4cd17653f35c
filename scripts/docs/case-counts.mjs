// @ts-check
// Puts the number of test cases into pages: the number after `<!-- cases: path -->` is how many cases the test files below that
// path have. The files are loaded with functions in place of `describe` and `it` that only count, so no test runs.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './root.mjs';

const marker = /(<!-- cases: (\S+) -->)[\d,]*/g;

/**
 * @param {string} page the text of a page
 * @returns {Promise<string>} the page with the current numbers
 */
export async function fillCaseCounts(page) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const [, , path = ''] of page.matchAll(marker)) counts[path] ??= await countCases(path);
  return page.replace(marker, (_all, start, path) => `${start}${counts[path]}`);
}

/**
 * @param {string} path a test file, or a folder of test files
 * @returns {Promise<number>}
 */
async function countCases(path) {
  const full = join(root, path);
  const isFolder = existsSync(full) && statSync(full).isDirectory();
  const files = isFolder ? readdirSync(full).filter((name) => name.endsWith('.test.ts')) : [''];
  const outdir = join(root, 'node_modules/.cache/case-counts');
  const entryPoints = files.map((name) => join(full, name));
  const { metafile } = await build({
    entryPoints,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20', // which has no `using` yet
    metafile: true,
    logLevel: 'error',
  });
  let count = 0;
  const restore = replaceGlobals(() => {
    count += 1;
  });
  try {
    for (const file of Object.keys(metafile.outputs))
      await import(`${pathToFileURL(join(root, file)).href}?${Date.now()}`);
  } finally {
    restore();
  }
  return count;
}

/**
 * @param {() => void} found called for each case
 * @returns {() => void} puts the earlier globals back
 */
function replaceGlobals(found) {
  const ignored = () => undefined;
  const describe = withEach((_title, body) => body());
  const it = withEach(found);
  /** @type {any} -- what tables of cases ask of `expect`, such as `expect.any(String)` */
  const expect = new Proxy(ignored, { get: () => expect, apply: () => expect });
  const stubs = {
    describe,
    it,
    test: it,
    expect,
    beforeAll: ignored,
    afterAll: ignored,
    beforeEach: ignored,
    afterEach: ignored,
  };
  const before = Object.fromEntries(Object.keys(stubs).map((name) => [name, Reflect.get(globalThis, name)]));
  Object.assign(globalThis, stubs);
  return () => void Object.assign(globalThis, before);
}

/**
 * @param {(title: string, body: (...row: readonly unknown[]) => unknown) => unknown} run
 */
function withEach(run) {
  const each = (/** @type {readonly unknown[]} */ rows) => (/** @type {string} */ title, /** @type {any} */ body) => {
    for (const row of rows) run(title, () => body(...(Array.isArray(row) ? row : [row])));
  };
  return Object.assign((/** @type {string} */ title, /** @type {any} */ body) => void run(title, body), { each });
}
