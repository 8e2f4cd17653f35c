import { type Logger, silentLogger } from '@symphony-ts/contract';
import { startPlatform } from '@symphony-ts/platform';

describe('a platform that stops', () => {
  it.each([
    ['is away', 'SIGKILL'],
    ['does not answer', 'SIGSTOP'],
  ] as const)(
    'is not held while NATS %s',
    async (_what, signal) => {
      const errors: string[] = [];
      const logger: Logger = { ...silentLogger, error: (text) => void errors.push(text), child: () => logger };
      const platform = await startPlatform({ logger, drainDelayMs: 0 });
      const pid = platform.natsServer?.pid;
      if (pid === undefined) throw new Error('the server does not run');
      process.kill(pid, signal);
      const at = performance.now();
      await platform.stop();
      // Five seconds of these may belong to ending a server that hangs.
      expect(performance.now() - at).toBeLessThan(signal === 'SIGSTOP' ? 13_000 : 4_000);
      expect(errors).toEqual([]);
    },
    30_000,
  );
});
