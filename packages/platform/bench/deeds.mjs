import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 1;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

/** What every measured process reports about itself. */
const figures = {
  /** Processor time used so far, in microseconds. */
  cpu: async () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /** The longest time for which the event loop was blocked since the last report, in milliseconds. */
  blocked: async () => {
    const ms = delay.max / 1e6 - RESOLUTION_MS;
    delay.reset();
    return Math.max(0, ms);
  },
};

/** Answers the requests of the driver, and ends with the driver. */
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
