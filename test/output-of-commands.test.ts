import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project/workspace.js';

/** A device that is always full. Only Linux has it. */
const FULL = '/dev/full';
const describeOnLinux = existsSync(FULL) ? describe : describe.skip;

describeOnLinux('the result of a command that cannot be written', () => {
  it.each([
    ['packages/boot/bin/symphony-boot.mjs', ['--help']],
    ['packages/boot/bin/symphony-boot.mjs', ['help', 'platform']],
    ['packages/jsm/bin/jsm.mjs', ['--help']],
    ['packages/jsm/bin/jsm.mjs', ['schema', 'list']],
  ])('is told in one line, without a stack: %s %j', (bin, args) => {
    const full = openSync(FULL, 'w');
    try {
      const { status, stderr } = spawnSync(process.execPath, [join(root, bin), ...args], {
        encoding: 'utf8',
        stdio: ['ignore', full, 'pipe'],
        timeout: 60_000,
      });
      expect(stderr).toMatch(/^(jsm: )?the result cannot be written: ENOSPC.*\n$/);
      expect(status).toBe(1);
    } finally {
      closeSync(full);
    }
  });
});
