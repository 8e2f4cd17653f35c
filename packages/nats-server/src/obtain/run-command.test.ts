import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { runCommand } from '../../obtain/run-command.mjs';

const runCommandUrl = pathToFileURL(resolve(__dirname, '../../obtain/run-command.mjs')).href;

describe('runCommand', () => {
  it('gives what the command prints', async () => {
    expect(await runCommand(process.execPath, ['-p', '6 * 7'], { timeoutMs: 60_000 })).toBe('42\n');
  });

  it("fails with the command's last words", async () => {
    const script = 'console.error("no luck"); process.exit(3)';
    const failed = runCommand(process.execPath, ['-e', script], { timeoutMs: 60_000 });
    await expect(failed).rejects.toThrow(/exited with 3: no luck$/);
  });

  it('stops a command that takes too long', async () => {
    const failed = runCommand(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { timeoutMs: 50 });
    await expect(failed).rejects.toThrow('was stopped by SIGTERM');
  });

  it('leaves nothing behind that keeps a process alive, where there is no such command', async () => {
    const script = `import { runCommand } from '${runCommandUrl}';
      await runCommand('no-such-command', [], { timeoutMs: 600_000 }).catch((error) => console.log(error.message));`;
    const child = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { timeout: 20_000 });
    expect((await child).stdout).toMatch(/^no-such-command: .*ENOENT/);
  }, 30_000);
});
