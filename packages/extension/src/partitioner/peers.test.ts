import { Peers } from './peers.js';

const TTL = 60_000;
const GRACE = 3_000;
const peers = () => new Peers({ ttlMs: TTL, graceMs: GRACE });
const entry = (instanceId: string, revision = 1, ageMs = 0) => ({ instanceId, revision, ageMs });

describe('Peers', () => {
  it('lists those that the bucket shows or that were heard, sorted', () => {
    const all = peers();
    expect(all.shown(entry('C'), 0)).toBe(true);
    expect(all.heard('A', 0)).toBe(true);
    expect(all.heard('A', 1)).toBe(false);
    expect(all.shown(entry('C', 2), 1)).toBe(false);
    expect(all.ids).toEqual(['A', 'C']);
  });

  it.each([
    ['a fresh entry', 0, TTL],
    ['an entry of 45 s', 45_000, TTL - 45_000],
  ])('drops %s when it has lapsed', (_what, ageMs, left) => {
    const all = peers();
    all.shown(entry('A', 1, ageMs), 100);
    expect(all.lapse(100 + left - 1)).toBe(false);
    expect(all.lapse(100 + left)).toBe(true);
    expect(all.ids).toEqual([]);
  });

  it('takes no entry that has lapsed', () => {
    const all = peers();
    expect(all.shown(entry('A', 1, TTL), 0)).toBe(false);
  });

  it('judges an entry anew once its age is known', () => {
    const all = peers();
    all.shown(entry('A', 3, 0), 0);
    all.aged(entry('A', 2, TTL), 0);
    expect(all.lapse(1)).toBe(false);
    all.aged(entry('A', 3, TTL), 0);
    expect(all.lapse(1)).toBe(true);
  });

  it('keeps one that answers though its entry is old', () => {
    const all = peers();
    all.shown(entry('A'), 0);
    all.heard('A', TTL - 1);
    expect(all.lapse(TTL)).toBe(false);
  });

  it('drops an instance that does not answer within the grace period', () => {
    const all = peers();
    all.shown(entry('A'), 0);
    expect(all.missing('A', 1_000)).toBe(false);
    expect(all.missing('A', 1_000 + GRACE - 1)).toBe(false);
    expect(all.missing('A', 1_000 + GRACE)).toBe(true);
    expect(all.ids).toEqual([]);
  });

  it('begins the grace anew after an answer', () => {
    const all = peers();
    all.shown(entry('A'), 0);
    all.missing('A', 0);
    all.heard('A', 1_000);
    expect(all.missing('A', GRACE)).toBe(false);
    expect(all.ids).toEqual(['A']);
  });

  it('ignores the old entry of an instance that left, and accepts a new entry or a message', () => {
    const all = peers();
    all.shown(entry('A', 7), 0);
    all.left('A');
    expect(all.shown(entry('A', 7), 1)).toBe(false);
    expect(all.shown(entry('A', 8), 1)).toBe(true);
    all.left('A');
    expect(all.heard('A', 2)).toBe(true);
  });

  it.each<[string, string[], string[], string, string[]]>([
    ['the next two', ['A', 'C', 'D', 'E'], [], 'B', ['C', 'D']],
    ['around the end', ['A', 'B', 'C'], [], 'D', ['A', 'B']],
    ['as many as there are', ['A'], [], 'B', ['A']],
    ['beyond those that are missing', ['A', 'C', 'D', 'E'], ['C', 'D'], 'B', ['C', 'D', 'E', 'A']],
    ['nobody', [], [], 'B', []],
  ])('asks %s', (_what, ids, missing, self, asked) => {
    const all = peers();
    for (const id of ids) all.heard(id, 0);
    for (const id of missing) all.missing(id, 0);
    expect(all.neighbours(self, 2)).toEqual(asked);
  });
});
