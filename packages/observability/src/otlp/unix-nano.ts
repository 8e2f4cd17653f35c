/** Milliseconds since 1970, with fractions; tests bring their own. */
export type Clock = () => number;

/** How far the two clocks of a process may differ, before the finer one is set by the other. */
const TOLERANCE_MS = 50;

/**
 * A clock that is as fine as the clock for durations, and follows the system time. The fine clock alone stops while a machine
 * sleeps, and nobody corrects it.
 */
export function createClock(wallClock: Clock = Date.now, fineClock: Clock = () => performance.now()): Clock {
  let offset = wallClock() - fineClock();
  return () => {
    const fine = fineClock();
    const ahead = wallClock() - (offset + fine);
    if (Math.abs(ahead) > TOLERANCE_MS) offset += ahead;
    return offset + fine;
  };
}

/** A time as OTLP/JSON has it: nanoseconds since 1970, as text. Exact to the microsecond. */
export const unixNano = (ms: number): string => `${Math.round(ms * 1_000)}000`;
