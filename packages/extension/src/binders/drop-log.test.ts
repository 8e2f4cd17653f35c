import { DropLog } from './drop-log.js';

describe('DropLog', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('[events.limits] writes one line soon after the first drop, and then one every five seconds while there are more', () => {
    const lines: number[] = [];
    const log = new DropLog((dropped) => lines.push(dropped));
    for (let count = 0; count < 1_000; count += 1) log.note();
    expect(lines).toEqual([]);
    jest.advanceTimersByTime(100);
    expect(lines).toEqual([1_000]);
    for (let count = 0; count < 20; count += 1) {
      log.note();
      jest.advanceTimersByTime(1_000);
    }
    expect(lines).toEqual([1_000, 5, 5, 5, 5]);
  });

  it('writes soon again after a quiet time', () => {
    const lines: number[] = [];
    const log = new DropLog((dropped) => lines.push(dropped));
    log.note();
    jest.advanceTimersByTime(60_000);
    expect(jest.getTimerCount()).toBe(0);
    log.note();
    jest.advanceTimersByTime(100);
    expect(lines).toEqual([1, 1]);
  });

  it('writes at the end what it has not written yet', () => {
    const lines: number[] = [];
    const log = new DropLog((dropped) => lines.push(dropped));
    log.note();
    log.note();
    log.finish();
    log.finish();
    expect(lines).toEqual([2]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
