// A platform in a process of its own, so that its memory and its start are measured alone.
import { startPlatform } from '@symphony-ts/platform';
import { answerDeeds } from './deeds.mjs';

const started = performance.now();
const [, , dataDir] = process.argv;
const platform = await startPlatform({ dataDir, rateLimits: { exchange: 1_000_000 } });
answerDeeds(
  {
    create: (prefix) => platform.keys.create({ name: prefix, prefix, kind: 'extension' }),
    revoke: (id) => platform.keys.revoke(id),
    memory: async () => process.memoryUsage().rss,
  },
  () => platform.stop(),
);
process.send?.({ httpUrl: platform.httpUrl, readyMs: performance.now() - started });
