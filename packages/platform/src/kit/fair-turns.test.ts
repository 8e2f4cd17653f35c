import { setImmediate as nextTurn } from 'node:timers/promises';
import { FairTurns } from './fair-turns.js';

const busy = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

describe('FairTurns', () => {
  it('runs the jobs of a lane in their order, and lanes in turns', async () => {
    const turns = new FairTurns();
    const done: string[] = [];
    for (const job of ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']) turns.add(job.slice(0, 1), () => void done.push(job));
    expect(done).toEqual([]);
    await turns.whenIdle();
    expect(done).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
  });

  it('lets everything else have its turn between a few jobs', async () => {
    const turns = new FairTurns();
    let done = 0;
    for (let job = 0; job < 20; job += 1) {
      turns.add('a', () => {
        busy(5);
        done += 1;
      });
    }
    await nextTurn();
    expect(done).toBe(1);
    await turns.whenIdle();
    expect(done).toBe(20);
  });

  it('takes jobs that jobs add', async () => {
    const turns = new FairTurns();
    const done: number[] = [];
    turns.add('a', () => turns.add('a', () => void done.push(1)));
    await turns.whenIdle();
    expect(done).toEqual([1]);
    await turns.whenIdle();
  });
});
