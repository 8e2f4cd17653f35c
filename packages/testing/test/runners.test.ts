import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

describe('a test of the kit', () => {
  it('passes under node:test as under jest', async () => {
    const file = join(__dirname, 'runners', 'node-test.mjs');
    const { NODE_TEST_CONTEXT: _own, ...env } = process.env;
    const { stdout } = await promisify(execFile)(process.execPath, ['--test', '--test-reporter=tap', file], { env });
    expect(stdout).toContain('# pass 1');
    expect(stdout).not.toContain('said hello');
  });
});
