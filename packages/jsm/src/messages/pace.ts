import { setTimeout as sleep } from 'node:timers/promises';

/** The clock and the waiting of {@link pace}; a test has its own. */
export interface PaceClock {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

const realClock: PaceClock = {
  now: () => performance.now(),
  wait: (milliseconds) => sleep(milliseconds),
};

/** The items at no more than `perSecond`, evenly; what a slow reader did not take is not made up for at once. */
export async function* pace<T>(
  items: AsyncIterable<T>,
  perSecond: number,
  clock: PaceClock = realClock,
): AsyncGenerator<T> {
  let due = clock.now();
  for await (const item of items) {
    const early = due - clock.now();
    if (early > 0) await clock.wait(early);
    due = Math.max(due, clock.now() - 1000) + 1000 / perSecond;
    yield item;
  }
}
