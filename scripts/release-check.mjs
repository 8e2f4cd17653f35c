// @ts-check
// Prints what the next release would be, from a copy of the committed files. It changes, pushes and publishes nothing.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {string} cwd
 * @param {string} command
 * @param {readonly string[]} args
 */
function run(cwd, command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}

/** @param {string} folder */
const readVersion = (folder) => JSON.parse(readFileSync(join(folder, 'lerna.json'), 'utf8')).version;

const copy = mkdtempSync(join(tmpdir(), 'symphony-release-'));
try {
  run(root, 'git', 'clone', '--quiet', '--no-hardlinks', root, copy);
  const lerna = join(root, 'node_modules', 'lerna', 'dist', 'cli.js');
  // A branch for a change asks the same question.
  const branch = '--allow-branch=**';
  run(
    copy,
    process.execPath,
    lerna,
    'version',
    '--yes',
    '--no-git-tag-version',
    '--no-push',
    '--ignore-scripts',
    branch,
  );
  const changed = run(copy, 'git', 'diff', '--name-only').trim().split('\n');
  console.log(`${readVersion(root)} would become ${readVersion(copy)}; the release changes\n  ${changed.join('\n  ')}`);
} finally {
  rmSync(copy, { recursive: true, force: true });
}
