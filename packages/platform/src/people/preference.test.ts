import { getPreference, type Preference, putPreference } from './preference.js';

/** A table in memory. */
function openRows() {
  const rows = new Map<string, Preference>();
  return {
    get: (key: string) => rows.get(key),
    below: (start: string) => [...rows].flatMap(([key, value]) => (key.startsWith(start) ? [value] : [])),
    put: async (key: string, value: Preference) => void rows.set(key, value),
  };
}
const letters = [...'abcdefghijklmnopqrstuvwxyz'];

describe('putPreference', () => {
  it('takes a number of preferences from each person, and changes of these', async () => {
    const table = openRows();
    const names = letters.flatMap((letter) => [letter, `${letter}${letter}`]).slice(0, 32);
    for (const name of names) await putPreference(table, 'ada', name, 1);
    const refused = expect.objectContaining({ code: 'INVALID_REQUEST' });
    await expect(putPreference(table, 'ada', 'one-more', 1)).rejects.toEqual(refused);
    await putPreference(table, 'ada', 'a', 2);
    await putPreference(table, 'ad', 'one-more', 3);
    expect([getPreference(table, 'ada', 'a'), getPreference(table, 'ad', 'one-more')]).toEqual([2, 3]);
  });

  it.each([
    ['a value that is large', 'a', 'x'.repeat(70_000), 'PAYLOAD_TOO_LARGE'],
    ['a name that leads elsewhere', '../a', 1, 'INVALID_REQUEST'],
  ])('refuses %s', async (_, name, value, code) => {
    await expect(putPreference(openRows(), 'ada', name, value)).rejects.toMatchObject({ code });
  });
});
