import { Injectable } from '@symphony-ts/extension';

const SECOND_MS = 1_000;
/** Timers may fire a little early; aimed behind the second, they do not see the same one twice. */
const BEHIND_MS = 5;

/** Time as it passes. Injected, so that a test can let it pass as it likes. */
@Injectable()
export class Seconds {
  now(): Date {
    return new Date();
  }

  /** Calls `tick` once a second, just after it is full, until `signal` aborts. */
  each(tick: (now: Date) => void, signal: AbortSignal): void {
    const next = (): NodeJS.Timeout =>
      setTimeout(
        () => {
          timer = next();
          tick(this.now());
        },
        SECOND_MS - (this.now().getTime() % SECOND_MS) + BEHIND_MS,
      );
    let timer = next();
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }
}
