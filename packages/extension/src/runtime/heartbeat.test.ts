import { type StatusEntry, SymphonyError, silentLogger } from '@symphony-ts/contract';
import { Heartbeat } from './heartbeat.js';

describe('Heartbeat', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const hearts = (put: (key: string, entry: StatusEntry) => Promise<number>) =>
    new Heartbeat({
      prefix: 'a',
      instanceId: 'I1',
      name: 'A',
      version: '1.0.0',
      process: 'P1',
      bucket: {
        get: () => Promise.resolve(undefined),
        create: put,
        update: put,
      },
      twins: { areLive: false, shown: () => undefined, lapse: () => undefined, onFound: () => undefined },
      logger: silentLogger,
    });

  it('[lifecycle.heartbeat] beats at once, then every 30 seconds until it is stopped', async () => {
    const beats: unknown[] = [];
    const heart = hearts((key, { status, timestamp }) => {
      beats.push([key, status, Date.parse(timestamp)]);
      return Promise.resolve(beats.length);
    });
    await heart.start();
    await jest.advanceTimersByTimeAsync(89_999);
    await heart.stop('enough');
    await jest.advanceTimersByTimeAsync(90_000);
    expect(beats).toEqual([
      ['a.I1', 'ok', 0],
      ['a.I1', 'ok', 30_000],
      ['a.I1', 'ok', 60_000],
      ['a.I1', 'disconnected', 89_999],
    ]);
  });

  it('goes on after a beat that could not be written', async () => {
    let beats = 0;
    const heart = hearts(() => {
      beats += 1;
      return beats === 2 ? Promise.reject(new Error('no server')) : Promise.resolve(beats);
    });
    await heart.start();
    await jest.advanceTimersByTimeAsync(60_000);
    await heart.stop('enough');
    expect(beats).toBe(4);
  });

  it.each<[string, number, string]>([
    ['writes once it is not overtaken', 30, 'live'],
    ['says that the key is in use where it always is', Number.POSITIVE_INFINITY, 'KEY_IN_USE'],
  ])('beside processes with the same key %s', async (_what, faster, outcome) => {
    jest.useRealTimers();
    let writes = 0;
    const heart = hearts((key) => {
      writes += 1;
      const conflict = { bucket: 'status', key, expected: 0, actual: writes };
      return writes <= faster
        ? Promise.reject(new SymphonyError('REVISION_CONFLICT', conflict))
        : Promise.resolve(writes);
    });
    const started = heart.start().then(
      () => 'live',
      ({ code }: { readonly code: string }) => code,
    );
    expect(await started).toBe(outcome);
    heart.pause();
  });
});
