import { describe, expect, it } from '@jest/globals';
import { FairQueue } from './fair-queue.js';

describe('FairQueue', () => {
  it('does one job at a time, and lets lanes take turns', async () => {
    const queue = new FairQueue();
    const done: string[] = [];
    let atOnce = 0;
    const job = (lane: string) =>
      queue.do(lane, async () => {
        atOnce += 1;
        expect(atOnce).toBe(1);
        await Promise.resolve();
        atOnce -= 1;
        done.push(lane);
      });
    const flood = Array.from({ length: 400 }, () => job('evil'));
    await job('good');
    expect(done.filter((lane) => lane === 'evil').length).toBeLessThanOrEqual(2);
    await Promise.all(flood);
    expect(done).toHaveLength(401);
  });

  it('refuses a lane that is full, and no other', async () => {
    const queue = new FairQueue();
    let release: () => void = () => undefined;
    const held = queue.do('evil', () => new Promise<void>((resolve) => (release = resolve)));
    const flood = Array.from({ length: 501 }, () => queue.do('evil', () => Promise.resolve('done')));
    await expect(flood.at(-1)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    const good = queue.do('good', () => Promise.resolve('done'));
    release();
    expect(await good).toBe('done');
    await held;
    expect(await Promise.all(flood.slice(0, -1))).toHaveLength(500);
  });

  it('goes on after a job that fails', async () => {
    const queue = new FairQueue();
    await expect(queue.do('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await queue.do('a', () => Promise.resolve(1))).toBe(1);
  });
});
