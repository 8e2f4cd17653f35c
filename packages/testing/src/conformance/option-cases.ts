import assert from 'node:assert/strict';
import type { ConformanceCase } from './conformance-case.js';
import { collect } from './observation.js';

/** Options that the compiler would refuse, as JavaScript or a spread can give them. */
const misspelt = (name: string): object => ({ [name]: () => undefined });

export const optionCases: readonly ConformanceCase[] = [
  {
    title: 'refuses an option that does not exist, and does nothing',
    run: async (make) => {
      const bucket = await make<number>({ history: 5 });
      const revision = await bucket.put('k', 1);
      const calls = {
        revison: [
          () => bucket.get('k', misspelt('revison')),
          () => bucket.delete('k', misspelt('revison')),
          () => bucket.purge('k', misspelt('revison')),
        ],
        singal: [
          () => bucket.put('k', 2, misspelt('singal')),
          () => bucket.create('new', 2, misspelt('singal')),
          () => bucket.update('k', 2, revision, misspelt('singal')),
          () => collect(bucket.keys('>', misspelt('singal'))),
        ],
        oninvalid: [
          () => bucket.getAll(['k'], misspelt('oninvalid')),
          () => collect(bucket.history('k', misspelt('oninvalid'))),
          () => collect(bucket.watch('>', misspelt('oninvalid'))),
        ],
        onprogress: [
          () => bucket.putAll({ k: 2 }, misspelt('onprogress')),
          () => bucket.deleteAll(['k'], misspelt('onprogress')),
        ],
      };
      for (const [name, refused] of Object.entries(calls)) {
        for (const call of refused) {
          const message = new RegExp(`there is no option '${name}': did you mean`);
          await assert.rejects(call, { code: 'INVALID_CONFIGURATION', message });
        }
      }
      assert.deepEqual([(await bucket.get('k'))?.revision, await bucket.get('new')], [revision, undefined]);
    },
  },
  {
    title: 'refuses a signal in place of options',
    run: async (make) => {
      const bucket = await make<number>({});
      const { signal } = new AbortController();
      const code = 'INVALID_CONFIGURATION';
      // A signal has none of the fields of the options, so the compiler takes it for options that say nothing.
      await assert.rejects(bucket.get('k', signal as object), { code, message: /give \{ signal \}/ });
      await assert.rejects(bucket.put('k', 1, signal as object), { code });
    },
  },
];
