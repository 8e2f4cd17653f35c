import { SymphonyError } from '@symphony-ts/contract';
import { RecordChanges, type RecordRow, type RecordStore } from './record-changes.js';

const conflict = (key: string): SymphonyError =>
  new SymphonyError('REVISION_CONFLICT', { bucket: 'rows', key, expected: 0, actual: 1 });

/** Records as in a bucket. The first `conflicts` writes find that another replica has written before. */
function openStore({ conflicts = 0, maxLength = Number.POSITIVE_INFINITY } = {}) {
  const rows = new Map<string, RecordRow<string>>();
  const writes: string[] = [];
  let left = conflicts;
  const store: RecordStore<string> = {
    known: (key) => rows.get(key),
    read: async (key) => rows.get(key),
    write: async (key, value, revision) => {
      await new Promise(setImmediate);
      if (value.length > maxLength) {
        throw new SymphonyError('PAYLOAD_TOO_LARGE', { bytes: value.length, maxBytes: maxLength });
      }
      if (left > 0) {
        left -= 1;
        const { value: found = '', revision: latest = 0 } = rows.get(key) ?? {};
        rows.set(key, { value: `${found}*`, revision: latest + 1 });
      }
      if ((rows.get(key)?.revision ?? 0) !== revision) throw conflict(key);
      writes.push(value);
      rows.set(key, { value, revision: revision + 1 });
    },
  };
  return { store, writes };
}
const add = (letter: string) => (current: string | undefined) => `${current ?? ''}${letter}`;

describe('RecordChanges', () => {
  it('writes once for all that came while a write was under way', async () => {
    const { store, writes } = openStore();
    const changes = new RecordChanges(store);
    const made = await Promise.all([...'abcdef'].map((letter) => changes.change('k', add(letter))));
    expect(made).toEqual(['a', 'ab', 'abc', 'abcd', 'abcde', 'abcdef']);
    expect(writes).toEqual(['a', 'abcdef']);
  });

  it('changes what another replica wrote meanwhile, however often', async () => {
    const { store, writes } = openStore({ conflicts: 20 });
    const changes = new RecordChanges(store);
    await Promise.all([changes.change('k', add('a')), changes.change('k', add('b'))]);
    expect(writes.at(-1)).toBe(`${'*'.repeat(20)}ab`);
  });

  it('rejects only the change that throws', async () => {
    const { store, writes } = openStore();
    const changes = new RecordChanges(store);
    const refused = changes.change('k', () => {
      throw new Error('no');
    });
    const made = changes.change('k', add('b'));
    await expect(refused).rejects.toThrow('no');
    await expect(made).resolves.toBe('b');
    expect(writes).toEqual(['b']);
  });

  it('lets a change fail alone that makes a record too large', async () => {
    const { store } = openStore({ maxLength: 3 });
    const changes = new RecordChanges(store);
    const outcomes = await Promise.allSettled(['a', 'b', 'xxx', 'c'].map((text) => changes.change('k', add(text))));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(store.known('k')?.value).toBe('abc');
  });

  it('writes nothing where a change leaves a record as it is', async () => {
    const { store, writes } = openStore();
    const changes = new RecordChanges(store);
    await changes.change('k', add('a'));
    await expect(changes.change('k', (current) => current ?? '')).resolves.toBe('a');
    expect(writes).toEqual(['a']);
  });
});
