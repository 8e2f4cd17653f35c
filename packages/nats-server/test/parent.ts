// A program that starts a server, and then ends as its argument says. parent-end.test.ts runs it.
import { startNatsServer } from '../src/index.js';

const ends: Readonly<Record<string, () => void>> = {
  exit: () => process.exit(0),
  throw: () => {
    throw new Error('an uncaught exception');
  },
  // The test sends the signal.
  wait: () => {},
};

async function main(): Promise<void> {
  const storeDir = process.argv[4];
  const server = await startNatsServer(storeDir === undefined ? {} : { jetstream: { storeDir } });
  process.stdout.write(`${JSON.stringify({ pid: server.pid, storeDir: server.storeDir })}\n`);
  if (process.argv[3] === 'killed') await server.kill();
  process.stdout.write('ready\n');
  setImmediate(ends[process.argv[2] ?? ''] ?? (() => {}));
}

void main();
