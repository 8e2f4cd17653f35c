/**
 * Begins to measure work that blocks all others, and returns a function that tells its milliseconds so far. Time in which other
 * processes had the processor does not count, because no caller can help it.
 */
export function measureWork(): () => number {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    // The processor time is that of all threads.
    return Math.min(performance.now() - started, (user + system) / 1_000);
  };
}
