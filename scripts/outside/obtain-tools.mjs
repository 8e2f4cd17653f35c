// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findNpm } from '../node/find-npm.mjs';
import { obtainNode } from '../node/obtain-node.mjs';

const MANAGERS = ['pnpm@10.34.8', 'yarn@1.22.22'];
const PROGRAMS = { pnpm: 'pnpm/bin/pnpm.cjs', yarn: 'yarn/bin/yarn.js' };

/**
 * Installs pnpm and yarn, and the requested Node if this process runs on another one.
 *
 * @param {string} folder
 * @param {string} major of Node
 */
export async function obtainTools(folder, major) {
  const npm = findNpm();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  execFileSync(process.execPath, [npm, 'install', ...flags, ...MANAGERS], { cwd: folder, stdio: 'inherit' });
  /** @type {(name: string, path: string) => [string, string]} */
  const program = (name, path) => [name, join(folder, 'node_modules', path)];
  return {
    node: await obtainNode(major),
    managers: new Map([['npm', npm], ...Object.entries(PROGRAMS).map(([name, path]) => program(name, path))]),
  };
}
