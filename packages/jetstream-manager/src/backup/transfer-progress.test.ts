import { ProgressMeter, type TransferProgress } from './transfer-progress.js';

describe('ProgressMeter', () => {
  const run = (steps: readonly (readonly [nowMs: number, bytes: number, isDone: boolean])[]) => {
    const events: TransferProgress[] = [];
    let nowMs = 0;
    const meter = new ProgressMeter(
      (event) => events.push(event),
      () => nowMs,
    );
    for (const [at, bytes, isDone] of steps) {
      nowMs = at;
      meter.report(() => ({ stream: 'S', kind: 'backup', bytes, share: isDone ? 1 : 0.5, isDone }));
    }
    return events.map(({ bytesPerSecond, elapsedMs }) => [elapsedMs, bytesPerSecond]);
  };

  it('gives the rate since the last event, and of the whole at the end', () => {
    const steps = [
      [0, 0, false],
      [100, 50, false],
      [1000, 5000, false],
      [2000, 6000, false],
      [2010, 6030, true],
    ] as const;
    expect(run(steps)).toEqual([
      [0, 0],
      [1000, 5000],
      [2000, 1000],
      [2010, 3000],
    ]);
  });

  it('has no rate where no time has passed', () => {
    expect(run([[0, 10, true]])).toEqual([[0, 0]]);
  });
});
