import { RecordRows } from './record-rows.js';

/** What happens to the key `k`: the watch delivers something, or the server answers a read or a write. */
type Step = readonly [how: 'delivered' | 'answered', revision: number, value: string | undefined];

const put: Step = ['delivered', 1, 'a'];
const removed: Step = ['delivered', 2, undefined];
const known: Step = ['answered', 2, undefined];
const late: Step = ['answered', 1, 'a'];

function rowsAfter(steps: readonly Step[]): RecordRows<string> {
  const rows = new RecordRows<string>();
  for (const [how, revision, value] of steps) {
    rows.take('k', { value, revision });
    if (how === 'delivered') rows.delivered('k', revision);
  }
  return rows;
}

describe('RecordRows', () => {
  it.each<[string, readonly Step[], string | undefined, number]>([
    ['a record was delivered', [put], 'a', 1],
    ['a write was answered', [late], 'a', 1],
    ['a write was answered, and then delivered', [late, put], 'a', 1],
    ['a removal was delivered', [put, removed], undefined, 0],
    ['a removal was answered', [put, known], undefined, 1],
    ['a removal was answered, and then delivered', [put, known, removed], undefined, 0],
    ['a removal was answered before its record was delivered', [known, put], undefined, 1],
    ['an older answer came after a removal', [put, removed, late], undefined, 0],
    ['an older delivery came after a removal: the watch began again', [put, removed, put], undefined, 0],
    ['a record was written again', [put, removed, ['answered', 3, 'b']], 'b', 1],
  ])('has what is newest after %s', (_what, steps, value, size) => {
    const rows = rowsAfter(steps);
    expect(rows.get('k')?.value).toBe(value);
    expect(rows.size).toBe(size);
  });

  it('keeps nothing of records that come and go', () => {
    const rows = new RecordRows<number>();
    for (let revision = 1; revision <= 20_000; revision += 1) {
      const key = `k${Math.ceil(revision / 2)}`;
      rows.take(key, { value: revision % 2 === 0 ? undefined : revision, revision });
      rows.delivered(key, revision);
    }
    expect(rows.size).toBe(0);
  });

  it('takes lower revisions once another bucket has replaced this one, and forgets what is gone', () => {
    const rows = rowsAfter([['delivered', 9, 'a']]);
    rows.take('gone', { value: 'b', revision: 10 });
    rows.beginAnew();
    expect(rows.take('k', { value: 'c', revision: 1 })).toBe(true);
    expect(rows.forgetGone(new Set(['k']))).toEqual(['gone']);
    expect([...rows]).toEqual([['k', { value: 'c', revision: 1 }]]);
  });
});
