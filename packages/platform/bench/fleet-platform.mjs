// A platform in a process of its own, so that its memory and its start are measured alone.
import { readFile } from 'node:fs/promises';
import { startPlatform } from '@symphony-ts/platform';
import { answerDeeds } from './deeds.mjs';

const started = performance.now();
const [, , dataDir] = process.argv;
/** Linux counts processor time in hundredths of a second. */
const MICROSECONDS_OF_TICK = 10_000;
const platform = await startPlatform({ dataDir, rateLimits: { exchange: 1_000_000 } });
/** Does `work` for each of `all`, for `atOnce` of them at the same time. */
async function inTurns(all, atOnce, work) {
  const done = [];
  for (let from = 0; from < all.length; from += atOnce) {
    done.push(...(await Promise.all(all.slice(from, from + atOnce).map(work))));
  }
  return done;
}

answerDeeds(
  {
    create: (prefix) => platform.keys.create({ name: prefix, prefix, kind: 'extension' }),
    revoke: (id) => platform.keys.revoke(id),
    createClients: ({ count, atOnce }) =>
      inTurns(Array.from({ length: count }), atOnce, () => platform.keys.create({ name: 'client', kind: 'client' })),
    revokeAll: async ({ ids, atOnce }) => void (await inTurns(ids, atOnce, (id) => platform.keys.revoke(id))),
    // Processor time of the platform's nats-server, in microseconds; 0 where the system does not tell.
    serverCpu: async () => {
      const stat = await readFile(`/proc/${platform.natsServer?.pid}/stat`, 'utf8').catch(() => '');
      const [user = 0, kernel = 0] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14).map(Number);
      return (user + kernel) * MICROSECONDS_OF_TICK;
    },
    memory: async () => process.memoryUsage().rss,
    // Without garbage where Node runs with `--expose-gc`.
    heap: async () => {
      globalThis.gc?.();
      return process.memoryUsage().heapUsed;
    },
  },
  () => platform.stop(),
);
process.send?.({ httpUrl: platform.httpUrl, readyMs: performance.now() - started });
