// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const npm = join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');
const PNPM = 'pnpm@10.34.8';

/**
 * Installs pnpm and, where this process runs on another Node, the Node that is asked for: it comes as an npm package.
 *
 * @param {string} folder
 * @param {string} major of Node
 */
export async function obtainTools(folder, major) {
  const isThis = process.versions.node.split('.')[0] === major;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const wanted = isThis ? [PNPM] : [PNPM, `node-${process.platform}-${process.arch}@${major}`];
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  execFileSync(process.execPath, [npm, 'install', ...flags, ...wanted], { cwd: folder, stdio: 'inherit' });
  const modules = join(folder, 'node_modules');
  const node = isThis ? process.execPath : join(modules, `node-${process.platform}-${process.arch}/bin/node`);
  return {
    node,
    /** @param {string} name */
    manager: (name) => (name === 'pnpm' ? join(modules, 'pnpm/bin/pnpm.cjs') : npm),
  };
}
