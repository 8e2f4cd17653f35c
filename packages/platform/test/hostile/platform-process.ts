import { type NewKey, startPlatform } from '@symphony-ts/platform';

/** What the suite asks of the platform's process. */
type Ask = { readonly n: number; readonly key: NewKey } | { readonly n: number; readonly memory: true };

// A process of its own, so that a platform that is held up, or gone, is seen from outside.
const platform = await startPlatform({ dev: { grantDeclared: true } });
process.on('message', (ask: Ask) => {
  void (async () => {
    const answer = 'key' in ask ? await platform.keys.create(ask.key) : process.memoryUsage().rss;
    process.send?.({ n: ask.n, answer });
  })();
});
process.on('disconnect', () => void platform.stop().finally(() => process.exit(0)));
process.send?.({ httpUrl: platform.httpUrl });
