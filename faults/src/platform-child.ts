import { silentLogger } from '@symphony-ts/contract';
import { type NewKey, type PlatformOptions, startPlatform } from '@symphony-ts/platform';

/** A platform as a separate process. It reports its address, creates the requested keys, and ends on `SIGTERM`. */
const platform = await startPlatform({
  ...(JSON.parse(process.argv[2] ?? '') as PlatformOptions),
  logger: silentLogger,
});
process.once('SIGTERM', () => void platform.stop().then(() => process.exit(0)));
process.on('message', (request: NewKey) => {
  void platform.keys.create(request).then(({ token }) => process.send?.({ token }));
});
process.send?.({ httpUrl: platform.httpUrl, natsUrl: platform.natsUrl });
