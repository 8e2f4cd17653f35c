import { silentLogger } from '@symphony-ts/contract';
import { type PlatformOptions, startPlatform } from '@symphony-ts/platform';

/** A platform as a process of its own. It tells where it is, and ends on `SIGTERM`. */
const platform = await startPlatform({
  ...(JSON.parse(process.argv[2] ?? '') as PlatformOptions),
  logger: silentLogger,
});
process.once('SIGTERM', () => void platform.stop().then(() => process.exit(0)));
process.on('message', () => {
  void platform.keys.create({ name: 'caller', kind: 'client' }).then(({ token }) => process.send?.({ token }));
});
process.send?.({ httpUrl: platform.httpUrl, natsUrl: platform.natsUrl });
