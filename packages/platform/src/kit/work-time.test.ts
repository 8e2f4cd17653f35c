import { measureWork } from './work-time.js';

/** Blocks this thread without work, as a machine with other work does. */
const standStill = (ms: number): unknown => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

function work(ms: number): void {
  const { user, system } = process.cpuUsage();
  for (;;) {
    const now = process.cpuUsage();
    if (now.user + now.system - user - system >= ms * 1_000) return;
  }
}

describe('measureWork', () => {
  it('counts work, and not the time in which the process had no processor', () => {
    const elapsedMs = measureWork();
    standStill(500);
    expect(elapsedMs()).toBeLessThan(400);
    work(20);
    expect(elapsedMs()).toBeGreaterThan(0);
  });

  it('counts no more than the time on the clock', () => {
    const started = performance.now();
    const elapsedMs = measureWork();
    work(20);
    expect(elapsedMs()).toBeLessThanOrEqual(performance.now() - started);
  });
});
