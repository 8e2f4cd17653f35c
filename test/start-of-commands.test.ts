import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './project/workspace.js';

/** Prints the address of each module before it is loaded. */
const hooks = `import { writeSync } from 'node:fs';
export const load = (url, context, next) => {
  writeSync(2, url + '\\n');
  return next(url, context);
};`;
const register = `import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}));`;

/** The packages whose modules `--help` of a command line may load. */
function loadedByHelp(bin: string): Set<string> {
  const hook = `data:text/javascript,${encodeURIComponent(register)}`;
  const { status, stderr } = spawnSync(process.execPath, ['--import', hook, join(root, bin), '--help'], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(status).toBe(0);
  const packages = stderr.matchAll(/^file:\S*?\/(packages\/[^/]+|node_modules\/(?:@[^/]+\/)?[^/]+)/gm);
  return new Set([...packages].map(([, name = '']) => name));
}

describe('--help', () => {
  it.each([
    ['packages/boot/bin/symphony-boot.mjs', ['node_modules/commander', 'packages/boot']],
    ['packages/jsm/bin/jsm.mjs', ['node_modules/commander', 'packages/jsm']],
  ])('of %s loads nothing that only other commands need', (bin, packages) => {
    expect(loadedByHelp(bin)).toEqual(new Set(packages));
  });
});
