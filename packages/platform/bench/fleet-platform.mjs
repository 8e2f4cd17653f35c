// A platform in a process of its own, so that its memory and its start are measured alone.
import { startPlatform } from '@symphony-ts/platform';
import { answerDeeds } from './deeds.mjs';

const started = performance.now();
const [, , dataDir] = process.argv;
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
