// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../docs/root.mjs';
import { findNpm } from '../node/find-npm.mjs';
import { bundleEntries } from './bundle-entries.mjs';

const npm = findNpm();

/**
 * Packs one package and returns the path of its tarball. npm chooses the files by `files` in the package.json. Libraries are
 * bundled in a copy, so that the work tree stays as the compiler left it.
 *
 * @param {string} name folder below packages/
 * @param {string} out folder of the tarball
 */
export async function packPackage(name, out) {
  const folder = join(root, 'packages', name);
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (manifest.bin) return pack(folder, out); // a command line loads its commands one by one
  const work = await mkdtemp(join(tmpdir(), 'symphony-pack-'));
  try {
    execFileSync('tar', ['-xzf', pack(folder, work), '-C', work]);
    await bundleEntries(join(work, 'package'), folder);
    return pack(join(work, 'package'), out);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {string} out
 */
function pack(folder, out) {
  const args = [npm, 'pack', '--json', '--ignore-scripts', `--pack-destination=${out}`, folder];
  const [{ filename }] = JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }));
  return join(out, filename);
}
