import { pause } from './pause.js';

describe('pause', () => {
  it('ends by itself and leaves no listener on its signal', async () => {
    const stop = new AbortController();
    await pause(1, stop.signal);
    stop.abort();
  });
  it('ends with the reason of its signal, before or during', async () => {
    const reason = new Error('enough');
    await expect(pause(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    const stop = new AbortController();
    const waiting = pause(60_000, stop.signal);
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});
