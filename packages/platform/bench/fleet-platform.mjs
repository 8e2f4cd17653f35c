// A platform in a process of its own, so that its memory and its start are measured alone.
import { startPlatform } from '@symphony-ts/platform';

const started = performance.now();
const [, , dataDir] = process.argv;
const platform = await startPlatform({ dataDir, rateLimits: { exchange: 1_000_000 } });
process.send?.({ httpUrl: platform.httpUrl, readyMs: performance.now() - started });

const deeds = {
  create: (prefix) => platform.keys.create({ name: prefix, prefix, kind: 'extension' }),
  revoke: (id) => platform.keys.revoke(id),
  memory: async () => process.memoryUsage().rss,
};
process.on('message', ({ n, deed, of }) => {
  deeds[deed](of).then(
    (answer) => process.send?.({ n, answer }),
    (error) => process.send?.({ n, error: String(error) }),
  );
});
process.on('disconnect', () => void platform.stop().finally(() => process.exit(0)));
