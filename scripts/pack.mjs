// @ts-check
// Makes the tarballs that are published, of every package, or of those named: `npm run pack -- [--out DIR] [PACKAGE…]`.
// A library's compiled modules become one file for each entry, so that a process opens ten files of ours at boot, not three
// hundred; declarations and sources stay as they are.
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
// Its report goes to stderr: stdout has the tarballs, one a line.
if (names.includes('platform-ui')) {
  const build = ['packages/platform-ui/build/build-browser.mjs', '--if-needed'];
  execFileSync(process.execPath, build, { cwd: root, stdio: ['ignore', 2, 'inherit'] });
}
await mkdir(out, { recursive: true });
for (const name of names) console.log(await packPackage(name, out));
