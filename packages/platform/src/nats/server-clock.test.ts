import { ServerClock } from './server-clock.js';

describe('ServerClock', () => {
  it('goes on from what a server said, whatever the clock on the wall shows', () => {
    const clock = new ServerClock();
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(5_000);
    const said = Date.parse('2020-01-01T00:00:00Z');
    clock.note(said);
    const since = clock.now() - said;
    expect(since).toBeGreaterThanOrEqual(0);
    expect(since).toBeLessThan(5_000);
  });
});
