// @ts-check
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../packages/nats-server/obtain/server-cache.mjs';
import { findNpm } from './find-npm.mjs';

/**
 * A Node of another major release. It is an npm package, and stays in the user's cache beside nats-server.
 *
 * @param {string} major such as `22`
 * @returns {Promise<string>} the program; the running one if it has that release
 */
export async function obtainNode(major) {
  if (process.versions.node.split('.')[0] === major) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(dirname(cacheFolder(process.env)), 'node', major);
  const program = join(folder, 'node_modules', name, 'bin/node');
  if (existsSync(program)) return program;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  execFileSync(process.execPath, [findNpm(), 'install', ...flags, `${name}@${major}`], {
    cwd: folder,
    stdio: 'inherit',
  });
  return program;
}
