// Triggers as many message types as possible on a real three-node cluster, and writes the sent messages to
// test/recorded/<version>/. Usage: node scripts/record-messages.mjs [path of a nats-server binary]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { formatExactJson } from '@symphony-ts/jetstream-manager';
import { startNatsCluster } from '@symphony-ts/nats-server';
import { openRecorder } from './recording/recorder.mjs';
import { scenarios } from './recording/scenarios.mjs';
import { accounts } from './recording/server-config.mjs';

const binary = process.argv[2];
const cluster = await startNatsCluster({ name: 'C1', config: accounts, ...(binary ? { binary } : {}) });
const version = cluster.version.split('.').slice(0, 2).join('.');
const folder = new URL(`../test/recorded/${version}/`, import.meta.url);

const recorder = await openRecorder(cluster, binary);
try {
  for (const [name, run] of Object.entries(scenarios)) {
    try {
      await run(recorder);
    } catch (error) {
      // Older servers lack some features. The script lists the missing types at the end.
      console.error(`${name}: ${error.message}`);
    }
  }
} finally {
  await recorder.close();
  await cluster.stop();
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [type, messages] of [...recorder.messages].sort(([a], [b]) => a.localeCompare(b))) {
  writeFileSync(new URL(`${type}.json`, folder), `${formatExactJson(messages, 2)}\n`);
}
console.log(`${cluster.version}: ${recorder.messages.size} types, missing: ${recorder.missing().join(', ') || 'none'}`);
