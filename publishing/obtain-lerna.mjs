// @ts-check
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNpm } from '../scripts/node/find-npm.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * Installs lerna into this folder at the first call. The rest of the repository works without it.
 *
 * @returns {string} its program, for Node
 */
export function obtainLerna() {
  const program = join(here, 'node_modules/lerna/dist/cli.js');
  if (!existsSync(program)) {
    const install = [findNpm(), 'ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    // npm's report goes to stderr: stdout contains what the command prints.
    execFileSync(process.execPath, install, { cwd: here, stdio: ['ignore', 2, 'inherit'] });
  }
  return program;
}
