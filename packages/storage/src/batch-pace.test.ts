import { type BatchKind, BatchPace } from './batch-pace.js';

/** Records batches of 1,000 of the requested kind, with the given time per entry. Returns the kinds. */
function run(pace: BatchPace, msEach: Readonly<Record<BatchKind, number>>, batches: number): string {
  let kinds = '';
  for (let batch = 0; batch < batches; batch++) {
    const { kind } = pace;
    kinds += kind.charAt(0);
    pace.note(kind, { entries: 1_000, msEach: msEach[kind] });
  }
  return kinds;
}

describe('BatchPace', () => {
  it.each<[string, number, number, string]>([
    ['keeps fast batches where they are quick', 0.02, 0.01, 'ffffffff'],
    ['keeps fast batches where both take as long', 0.3, 0.4, 'faffafff'],
    ['keeps atomic batches where the server flushes each message', 0.04, 0.5, 'faafaaaa'],
  ])('%s, and tries the other kind now and then', (_what, atomic, fast, kinds) => {
    expect(run(new BatchPace(), { atomic, fast }, 8)).toBe(kinds);
  });

  it('tries the slower kind less and less often', () => {
    const kinds = run(new BatchPace(), { atomic: 0.04, fast: 0.5 }, 300);
    expect([...kinds].filter((kind) => kind === 'f').length).toBeLessThan(10);
    expect(kinds.slice(200)).toContain('f');
  });

  it.each<[BatchKind]>([['atomic'], ['fast']])('returns to the faster kind after a slow first batch: %s', (slow) => {
    const pace = new BatchPace();
    const real = { atomic: 0.04, fast: slow === 'atomic' ? 0.5 : 0.11 };
    run(pace, { ...real, [slow]: 5 }, 2);
    expect(run(pace, real, 20).slice(12)).toMatch(slow === 'atomic' ? /a{4}$/ : /f{4}$/);
  });

  it('sends few at a time while it finds out how long fast batches take', () => {
    const pace = new BatchPace();
    expect(pace.isProbing).toBe(true);
    pace.note('fast', { entries: 32, msEach: 0.01 });
    expect(pace.isProbing).toBe(false);
  });
});
