import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 1;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

/** What every process under test tells of itself. */
const figures = {
  /** Processor time used so far, in microseconds. */
  cpu: async () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /** For how long the loop was blocked at most since the last time, in milliseconds. */
  blocked: async () => {
    const ms = delay.max / 1e6 - RESOLUTION_MS;
    delay.reset();
    return Math.max(0, ms);
  },
};

/** Answers what the driver asks this process for, and ends with the driver. */
export function answerDeeds(own, stop) {
  const deeds = { ...figures, ...own };
  process.on('message', ({ n, deed, of }) => {
    deeds[deed](of).then(
      (answer) => process.connected && process.send?.({ n, answer }),
      (error) => process.connected && process.send?.({ n, error: String(error) }),
    );
  });
  process.on('disconnect', () => void stop().finally(() => process.exit(0)));
}
