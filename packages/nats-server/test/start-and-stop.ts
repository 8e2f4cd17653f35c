// A program that starts and stops servers and counts what is left: the subject of leaks.test.ts.
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNatsServer } from '../src/index.js';

const count = () => ({
  resources: process.getActiveResourcesInfo().sort(),
  exitListeners: process.listenerCount('exit'),
  files: readdirSync(tmpdir()),
});

/** Node lists the handle of a process that has ended until some later turn. */
async function forgetEndedProcesses(): Promise<void> {
  for (let turn = 0; turn < 1000 && process.getActiveResourcesInfo().includes('ProcessWrap'); turn++) await sleep(1);
}

async function main(): Promise<void> {
  // The first round pays for what Node and this program's own output keep for good.
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
