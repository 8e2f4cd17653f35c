import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { findNpm } from '../../../../scripts/node/find-npm.mjs';
import { useTarballs } from '../../../../scripts/outside/use-tarballs.mjs';

const root = join(import.meta.dirname, '../../../..');

/**
 * Two projects like those of users: one with only `@nats-io/services`, one with our published packages.
 *
 * @param {string} folder where both are created
 */
export async function makeProjects(folder) {
  const bare = join(folder, 'bare');
  const ours = join(folder, 'ours');
  const tarballs = join(folder, 'tarballs');
  execFileSync(process.execPath, [join(root, 'scripts/pack.mjs'), '--out', tarballs], { stdio: ['ignore', 2, 2] });
  writeProject(bare, { '@nats-io/services': '3.0.0-25', '@nats-io/transport-node': '3.4.0' });
  writeProject(ours, { '@symphony-ts/boot': '*', '@symphony-ts/extension': '*', '@symphony-ts/jsm': '*' });
  await useTarballs(ours, tarballs);
  for (const cwd of [bare, ours]) {
    const args = ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    execFileSync(process.execPath, [findNpm(), ...args], { cwd, stdio: ['ignore', 2, 2] });
  }
  copyFileSync(join(import.meta.dirname, 'bare.mjs'), join(bare, 'bare.mjs'));
  const source = readFileSync(join(import.meta.dirname, 'sums.ts'), 'utf8');
  writeFileSync(join(ours, 'sums.ts'), source);
  writeFileSync(join(ours, 'sums.js'), compile(source));
  return { bare, ours };
}

function writeProject(folder, dependencies) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
}

const compile = (source) =>
  transformSync(source, {
    swcrc: false,
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
  }).code;
