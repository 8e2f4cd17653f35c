import { type Logger, silentLogger } from '@symphony-ts/contract';
import { startPlatform } from '@symphony-ts/platform';

describe('a platform that stops', () => {
  it.each([
    ['is away', 'SIGKILL'],
    ['does not answer', 'SIGSTOP'],
  ] as const)('is not held while NATS %s', async (_what, signal) => {
    const errors: string[] = [];
    const logger: Logger = { ...silentLogger, error: (text) => void errors.push(text), child: () => logger };
    const platform = await startPlatform({ logger, drainDelayMs: 0 });
    const pid = platform.natsServer?.pid;
    if (pid === undefined) throw new Error('the server does not run');
    process.kill(pid, signal);
    const at = performance.now();
    await platform.stop();
    // Half a second and six seconds on an idle machine; a minute when it waited. Five seconds may belong to ending a server that hangs.
    expect(performance.now() - at).toBeLessThan(30_000);
    expect(errors).toEqual([]);
  });
});
