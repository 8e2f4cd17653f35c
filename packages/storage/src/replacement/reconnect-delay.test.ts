import { ReconnectDelay } from './reconnect-delay.js';

const waits = (delay: ReconnectDelay, servers: number, count: number): number[] =>
  Array.from({ length: count }, () => delay.next(servers));

describe('ReconnectDelay', () => {
  it.each([1, 3])('tries each of %p servers at once, and waits from then on', (servers) => {
    const given = waits(new ReconnectDelay(), servers, servers + 1);
    expect(given.slice(0, servers)).toEqual(given.slice(0, servers).fill(0));
    expect(given.at(-1)).toBeGreaterThan(0);
  });

  it('grows up to five seconds, and begins anew', () => {
    const delay = new ReconnectDelay();
    const last = waits(delay, 1, 20).at(-1);
    expect(last).toBeGreaterThan(3_000);
    expect(last).toBeLessThanOrEqual(5_000);
    delay.reset();
    expect(delay.next(1)).toBe(0);
  });

  it('leaves nothing to the wall clock', () => {
    const { options } = new ReconnectDelay();
    expect(options.reconnectDelayHandler()).toBeLessThan(-Number.MAX_SAFE_INTEGER);
    expect(options.reconnectToServer([], null)).toBeNull();
  });
});
