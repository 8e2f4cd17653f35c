// @ts-check
// Runs scripts of package.json at the same time: `node scripts/testing/run-beside.mjs FIRST OTHER…`. The output of the first is
// shown as it comes, and that of the others, whole, when they and the first have ended. Fails if one of them fails, and tells which.
import { spawn } from 'node:child_process';
import { findNpm } from '../node/find-npm.mjs';

/**
 * @param {string} name of the script
 * @param {'inherit' | 'pipe'} output
 * @returns {Promise<{ name: string, failed: boolean, printed: string }>}
 */
function runScript(name, output) {
  return new Promise((resolve) => {
    let printed = '';
    const child = spawn(process.execPath, [findNpm(), 'run', name], { stdio: ['ignore', output, output] });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (printed += chunk));
    child.on('error', (error) => resolve({ name, failed: true, printed: `${printed}${error.message}\n` }));
    child.on('close', (code) => resolve({ name, failed: code !== 0, printed }));
  });
}

const [first, ...others] = process.argv.slice(2);
if (first === undefined)
  throw new Error('Name scripts of package.json: node scripts/testing/run-beside.mjs FIRST OTHER…');
const beside = others.map((name) => runScript(name, 'pipe'));
const results = [await runScript(first, 'inherit')];
for (const ended of beside) {
  const result = await ended;
  process.stdout.write(result.printed);
  results.push(result);
}
const failed = results.filter((result) => result.failed).map(({ name }) => name);
if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
