/** The shortest time that an attempt waits for its answer. */
const SHORTEST_MS = 250;
/** The number of long attempts that fit into the time of an operation. */
const ATTEMPTS = 4;
/** How long an attempt waits after one without an answer. Nobody reports when there is a leader again. */
const LOOK_MS = 500;

/** The time limit of an operation, and the time that is left. */
export interface Allowance {
  readonly timeoutMs: number;
  readonly leftMs: number;
}

/**
 * How long one attempt waits for its answer, in milliseconds. The first and the last one wait long, because the server may be
 * slow. Those between are short, because a request that was sent while a bucket had no leader is never answered.
 */
export function attemptTimeMs({ timeoutMs, leftMs }: Allowance, isRepeated: boolean): number {
  const patientMs = Math.max(SHORTEST_MS, timeoutMs / ATTEMPTS);
  const waitMs = isRepeated && leftMs > patientMs ? Math.min(patientMs, LOOK_MS) : patientMs;
  return Math.max(1, Math.min(leftMs, waitMs));
}

/** How long the first attempt of an operation waits for its answer, in milliseconds. */
export const firstAttemptTimeMs = (timeoutMs: number): number => attemptTimeMs({ timeoutMs, leftMs: timeoutMs }, false);
