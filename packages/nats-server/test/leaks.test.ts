import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { processesOf } from './processes.js';
import { buildProgram } from './program.js';

it('leaves nothing behind, however often servers are started, restarted and stopped', async () => {
  await using program = await buildProgram('start-and-stop');
  const folder = await mkdtemp(join(tmpdir(), 'leaks-'));
  const env = { ...process.env, TMPDIR: folder };
  const { stdout } = await promisify(execFile)(process.execPath, [program.path], { env });
  const [before, after] = JSON.parse(stdout) as unknown[];
  expect(after).toEqual(before);
  expect(await processesOf(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});
