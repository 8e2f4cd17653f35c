import { type NewKey, startPlatform } from '@symphony-ts/platform';

/** The requests of the suite to the platform's process. */
type Ask = { readonly n: number; readonly key: NewKey } | { readonly n: number; readonly memory: true };

// A separate process, so that the suite notices if the platform is blocked or has ended.
const platform = await startPlatform({ dev: { grantDeclared: true } });
process.on('message', (ask: Ask) => {
  void (async () => {
    const answer = 'key' in ask ? await platform.keys.create(ask.key) : process.memoryUsage().rss;
    process.send?.({ n: ask.n, answer });
  })();
});
process.on('disconnect', () => void platform.stop().finally(() => process.exit(0)));
process.send?.({ httpUrl: platform.httpUrl });
