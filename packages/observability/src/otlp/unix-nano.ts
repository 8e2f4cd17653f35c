/** Milliseconds since 1970, with fractions; tests bring their own. */
export type Clock = () => number;

/** The time of the system, to the microsecond. */
export const systemClock: Clock = () => performance.timeOrigin + performance.now();

/** A time as OTLP/JSON has it: nanoseconds since 1970, as text. Exact to the microsecond. */
export const unixNano = (ms: number): string => `${Math.round(ms * 1_000)}000`;
