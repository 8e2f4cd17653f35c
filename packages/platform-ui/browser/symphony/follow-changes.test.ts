import { describe, expect, it } from '@jest/globals';
import type { PageChange } from '@symphony-ts/page';
import { followChanges } from './follow-changes.js';

const change = (key: string, revision: number): PageChange => ({
  key,
  operation: 'put',
  value: 1,
  revision,
  created: '',
});
const never = (): boolean => false;

describe('followChanges', () => {
  it('continues after the last received revision, also if nothing changed', async () => {
    const asked: (number | undefined)[] = [];
    const answers = [
      { changes: [change('a', 3)], revision: 7 },
      { changes: [], revision: 7 },
      { changes: [change('b', 9), change('c', 10)], revision: 10 },
    ];
    const abort = new AbortController();
    const ask = async (after: number | undefined) => {
      asked.push(after);
      const answer = answers.shift();
      if (answer) return answer;
      abort.abort();
      return new Promise<never>(() => undefined);
    };
    const keys: string[] = [];
    for await (const { key } of followChanges(ask, never, abort.signal)) keys.push(key);
    expect(keys).toEqual(['a', 'b', 'c']);
    expect(asked).toEqual([undefined, 7, 7, 10]);
  });

  it('repeats a lost request, and rejects if a request is refused', async () => {
    const errors = [new Error('lost'), new Error('refused')];
    const ask = async (): Promise<never> => {
      throw errors.shift() ?? new Error('asked once too often');
    };
    const isRefusal = (error: unknown): boolean => error instanceof Error && error.message === 'refused';
    await expect(followChanges(ask, isRefusal, undefined).next()).rejects.toThrow('refused');
  });
});
