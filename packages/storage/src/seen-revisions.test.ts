import { SeenRevisions } from './seen-revisions.js';

describe('SeenRevisions', () => {
  it('knows nothing of other keys', () => {
    expect(new SeenRevisions().atLeast('a')).toBe(0);
  });

  it('keeps the highest of what was seen, and what the leader says', () => {
    const seen = new SeenRevisions();
    for (const revision of [3, 5, 4]) seen.note('a', revision);
    expect(seen.atLeast('a')).toBe(5);
    seen.correct('a', 2, seen.atLeast('a'));
    expect(seen.atLeast('a')).toBe(2);
    expect(seen.newest).toBe(5);
  });

  it('ignores an answer of the leader that is older than a finished write', () => {
    const seen = new SeenRevisions();
    seen.note('a', 3);
    const known = seen.atLeast('a');
    seen.note('a', 4);
    seen.correct('a', 3, known);
    expect(seen.atLeast('a')).toBe(4);
  });

  it('never gives less than was seen, for however many keys', () => {
    const seen = new SeenRevisions();
    const count = 50_000;
    for (let i = 1; i <= count; i++) seen.note(`k${i}`, i);
    const behind = Array.from({ length: count }, (_, i) => i + 1).filter((i) => seen.atLeast(`k${i}`) < i);
    expect(behind).toEqual([]);
    expect(seen.newest).toBe(count);
    seen.correct('k7', 7, seen.atLeast('k7'));
    expect(seen.atLeast('k7')).toBe(7);
  });

  it('takes the last revision for all keys of a batch, once it has ended', () => {
    const seen = new SeenRevisions();
    seen.note('a', 3);
    const many = seen.beginMany();
    for (const key of ['a', 'b']) many.add(key);
    expect([seen.atLeast('a'), seen.atLeast('b')]).toEqual([3, 0]);
    many.end(9);
    expect([seen.atLeast('a'), seen.atLeast('b'), seen.atLeast('c')]).toEqual([9, 9, 0]);
  });

  it('forgets all of a bucket that was made anew', () => {
    const seen = new SeenRevisions();
    seen.note('a', 3);
    seen.beginMany().end(4);
    expect(seen.newest).toBe(4);
    seen.clear(100);
    expect([seen.atLeast('a'), seen.newest]).toEqual([0, undefined]);
    expect([99, 100, 101].map((moment) => seen.isClearedSince(moment))).toEqual([true, true, false]);
  });

  it('keeps the newest revision of the bucket from any source', () => {
    const seen = new SeenRevisions();
    expect(seen.newest).toBeUndefined();
    seen.reached(0);
    expect(seen.newest).toBe(0);
    for (const revision of [7, 3]) seen.reached(revision);
    seen.note('a', 5);
    expect(seen.newest).toBe(7);
  });

  it('notices another stream of the same name', () => {
    const seen = new SeenRevisions();
    expect(['t1', 't1', 't2', 't2'].map((created) => seen.isOfOtherStream(created))).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });

  it('tells a leader that catches up from one that never does', () => {
    const seen = new SeenRevisions();
    expect([0, 900, 1100].map((now) => seen.isBehindFor(1000, now))).toEqual([false, false, true]);
    seen.correct('a', 1, 0);
    expect(seen.isBehindFor(1000, 1200)).toBe(false);
  });
});
