import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from '../../../test/support/eventually.js';
import { isRunning, processesOf } from './processes.js';
import { buildProgram, type Program } from './program.js';

describe('a server whose parent ends without stopping it', () => {
  let program: Program;
  beforeAll(async () => {
    program = await buildProgram('parent');
  });
  afterAll(() => program[Symbol.asyncDispose]());

  it.each<[string, string, 'SIGTERM' | 'SIGINT' | 'SIGKILL' | undefined, string]>([
    ['process.exit', 'exit', undefined, 'running'],
    ['an uncaught exception', 'throw', undefined, 'running'],
    ['SIGTERM', 'wait', 'SIGTERM', 'running'],
    ['SIGINT', 'wait', 'SIGINT', 'running'],
    ['kill -9', 'wait', 'SIGKILL', 'running'],
    ['kill -9, the server down already', 'wait', 'SIGKILL', 'killed'],
  ])('is gone with its files after %s', async (_, end, signal, server) => {
    const parent = spawn(process.execPath, [program.path, end, server], { stdio: ['ignore', 'pipe', 'ignore'] });
    const lines = createInterface({ input: parent.stdout })[Symbol.asyncIterator]();
    const { pid, storeDir } = JSON.parse((await lines.next()).value as string) as { pid: number; storeDir: string };
    await lines.next();
    if (signal) parent.kill(signal);
    const runFolder = dirname(storeDir);
    await eventually('the server is gone', async () => !isRunning(pid) && (await processesOf(runFolder)).length === 0);
    expect(existsSync(runFolder)).toBe(false);
  });
});
