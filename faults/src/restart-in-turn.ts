import { setTimeout as delay } from 'node:timers/promises';
import type { NatsCluster } from '@symphony-ts/nats-server';
import type { Setting } from './scenario.js';
import { waitUntil } from './wait-until.js';

const SETTLE_MS = 2_000;

/**
 * Restarts the servers of a cluster in turn. Each goes into lame duck mode, which sends its clients to the other servers,
 * ends, and is started again. `whileDown` is called once, before the first server starts again.
 */
export async function restartInTurn(
  cluster: NatsCluster,
  { log, scale }: Setting,
  whileDown?: () => Promise<void>,
): Promise<void> {
  let isFirst = true;
  for (let round = 0; round < scale; round += 1) {
    for (const [index, server] of cluster.servers.entries()) {
      const began = performance.now();
      if (server.pid !== undefined) process.kill(server.pid, 'SIGUSR2');
      await waitUntil(`${server.name} ends`, () => server.pid === undefined, 60_000);
      log(`${server.name} ended after ${Math.round(performance.now() - began)} ms`);
      if (isFirst) await whileDown?.();
      isFirst = false;
      await cluster.restartNode(index);
      await delay(SETTLE_MS);
    }
  }
}
