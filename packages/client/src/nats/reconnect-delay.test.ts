import { ReconnectDelay } from './reconnect-delay.js';

describe('ReconnectDelay', () => {
  it('keeps its answer between two attempts, however often it is asked', () => {
    const delay = new ReconnectDelay();
    delay.count();
    expect(new Set([delay.next(), delay.next(), delay.next()]).size).toBe(1);
  });
  it('grows with attempts up to five seconds, and begins anew', () => {
    const delay = new ReconnectDelay();
    for (let attempt = 0; attempt < 20; attempt += 1) delay.count();
    expect(delay.next()).toBeGreaterThan(3_000);
    expect(delay.next()).toBeLessThanOrEqual(5_000);
    delay.reset();
    expect(delay.next()).toBe(100);
  });
});
