// A program that starts and stops servers, and counts what remains. leaks.test.ts runs it.
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNatsServer } from '../src/index.js';

const count = () => ({
  resources: process.getActiveResourcesInfo().sort(),
  exitListeners: process.listenerCount('exit'),
  files: readdirSync(tmpdir()),
});

/** Waits, because Node lists the handle of an ended process for some more turns. */
async function forgetEndedProcesses(): Promise<void> {
  for (let turn = 0; turn < 1000 && process.getActiveResourcesInfo().includes('ProcessWrap'); turn++) await sleep(1);
}

async function main(): Promise<void> {
  // The first round creates what Node and this program's own output keep for good.
  process.stdout.write('[');
  await (await startNatsServer()).stop();
  await forgetEndedProcesses();
  const before = count();
  for (let round = 0; round < 10; round++) {
    await using server = await startNatsServer({ monitoring: {} });
    await server.restart();
  }
  await startNatsServer({ config: { no_such_field: 1 } }).catch(() => {});
  await forgetEndedProcesses();
  process.stdout.write(`${JSON.stringify(before)}, ${JSON.stringify(count())}]`);
}

void main();
