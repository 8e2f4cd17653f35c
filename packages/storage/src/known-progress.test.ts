import { KnownProgress } from './known-progress.js';

describe('KnownProgress', () => {
  it.each<[number, number | undefined]>([
    [0, undefined],
    [10, undefined],
    [11, 5],
    [20, 5],
    [21, 8],
    [1000, 8],
  ])('tells the progress that was known before %d', (moment, revision) => {
    const progress = new KnownProgress();
    progress.note(10, 5);
    progress.note(15, 5);
    progress.note(20, 8);
    expect(progress.before(moment)).toBe(revision);
  });

  it('forgets the progress of a bucket that was created again', () => {
    const progress = new KnownProgress();
    progress.note(10, 8);
    progress.note(20, 3);
    expect([15, 25].map((moment) => progress.before(moment))).toEqual([undefined, 3]);
  });

  it('forgets old progress, and keeps the rest', () => {
    const progress = new KnownProgress();
    for (const at of [10, 20, 30, 40]) progress.note(at, at);
    progress.forget(35);
    expect([31, 35, 41].map((moment) => progress.before(moment))).toEqual([30, 30, 40]);
    expect(progress.before(25)).toBeUndefined();
  });
});
