import { setTimeout as delay } from 'node:timers/promises';
import type { NatsCluster, NatsServer } from '@symphony-ts/nats-server';
import type { Setting } from './scenario.js';

/** The faults. Each happens to one server at a time, so that two servers stay up. */
const faults = {
  'killed and started again': async (server: NatsServer): Promise<void> => {
    await server.kill();
    await delay(700);
    await server.restart();
  },
  paused: async ({ pid }: NatsServer): Promise<void> => {
    if (pid === undefined) return;
    process.kill(pid, 'SIGSTOP');
    try {
      await delay(2_000);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  },
} as const;

const BETWEEN_MS = 1_500;

/** Repeats faults of a cluster until `stop` is called. It resolves with the names of the faults. */
export function troubleCluster(
  { servers }: NatsCluster,
  { random, log }: Pick<Setting, 'random' | 'log'>,
): { stop(): Promise<readonly string[]> } {
  const made: string[] = [];
  const ending = new AbortController();
  const work = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await delay(BETWEEN_MS);
      const server = servers[random.whole(servers.length)];
      const name = random.pick(['killed and started again', 'paused'] as const);
      if (ending.signal.aborted || !server) return;
      log(`${server.name} is ${name}`);
      await faults[name](server);
      made.push(`${server.name} ${name}`);
    }
  };
  const working = work();
  return {
    stop: async () => {
      ending.abort();
      await working;
      return made;
    },
  };
}
