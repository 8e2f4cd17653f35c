// @ts-check
// Builds the tarballs that are published: of all packages, or of the named ones: `npm run pack -- [--out DIR] [PACKAGE…]`.
// The compiled modules of a library become one file for each entry. So a process opens ten of our files at its start, not three
// hundred. Declarations and sources stay unchanged.
import { execFileSync } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './docs/root.mjs';
import { packPackage } from './pack/pack-package.mjs';
import { runNode } from './run-node.mjs';

const { values, positionals } = parseArgs({
  options: { out: { type: 'string', default: 'tarballs' } },
  allowPositionals: true,
});
const out = resolve(values.out);
const names = positionals.length > 0 ? positionals : (await readdir(join(root, 'packages'))).toSorted();

runNode('node_modules/typescript/bin/tsc', '-b', ...names.map((name) => `packages/${name}`));
// npm's report goes to stderr. stdout contains the tarballs, one per line.
if (names.includes('platform-ui')) {
  const build = ['packages/platform-ui/build/build-browser.mjs', '--if-needed'];
  execFileSync(process.execPath, build, { cwd: root, stdio: ['ignore', 2, 'inherit'] });
}
await mkdir(out, { recursive: true });
for (const name of names) console.log(await packPackage(name, out));
