import { setTimeout as sleep } from 'node:timers/promises';

/** The clock and the delay of {@link pace}. A test supplies its own. */
export interface PaceClock {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

const realClock: PaceClock = {
  now: () => performance.now(),
  wait: (milliseconds) => sleep(milliseconds),
};

/** Yields at most `perSecond` items a second, evenly. After a pause of the reader it does not speed up. */
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
