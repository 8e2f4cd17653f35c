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

/** The packages whose modules a command line loads before it ends with this exit code. */
function loadedBy(bin: string, words: readonly string[], code = 0): Set<string> {
  const hook = `data:text/javascript,${encodeURIComponent(register)}`;
  const { status, stderr } = spawnSync(process.execPath, ['--import', hook, join(root, bin), ...words], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(status).toBe(code);
  const packages = stderr.matchAll(/^file:\S*?\/(packages\/[^/]+|node_modules\/(?:@[^/]+\/)?[^/]+)/gm);
  return new Set([...packages].map(([, name = '']) => name));
}

describe('--help', () => {
  it.each([
    ['packages/boot/bin/symphony-boot.mjs', ['node_modules/commander', 'packages/boot']],
    ['packages/jsm/bin/jsm.mjs', ['node_modules/commander', 'packages/jsm']],
  ])('of %s loads nothing that only other commands need', (bin, packages) => {
    expect(loadedBy(bin, ['--help'])).toEqual(new Set(packages));
  });
});

describe('a command of jsm that connects', () => {
  it.each(['stream ls', 'consumer ls S', 'account info', 'stream rm S --force'])(
    '%s loads nothing that reads files, transforms messages or draws progress',
    (words) => {
      // Nothing listens on port 1.
      const loaded = loadedBy('packages/jsm/bin/jsm.mjs', [...words.split(' '), '-s', 'nats://127.0.0.1:1'], 1);
      expect(loaded).toContain('packages/jetstream-manager');
      for (const name of ['yaml', 'jsonata', 'cli-progress', '@nats-io/kv', '@nats-io/obj'])
        expect(loaded).not.toContain(`node_modules/${name}`);
    },
  );
});
