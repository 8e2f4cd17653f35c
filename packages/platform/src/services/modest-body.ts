import { SymphonyError } from '@symphony-ts/contract';

/** More values, and a deeper nesting, than any real request has. Checking each value against a schema takes time. */
const MOST_VALUES = 100_000;
const DEEPEST = 64;

/** Throws `INVALID_REQUEST` for a body that has too many values, or values that are nested too deeply. */
export function assertModest(body: unknown): void {
  let level: unknown[] = [body];
  let values = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    values += level.length;
    if (depth > DEEPEST) throw refuse(`its values are nested more than ${DEEPEST} levels deep`);
    if (values > MOST_VALUES) throw refuse(`it has more than ${MOST_VALUES} values`);
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'object' && value !== null) for (const child of Object.values(value)) next.push(child);
    }
    level = next;
  }
}

const refuse = (reason: string): SymphonyError<'INVALID_REQUEST'> => new SymphonyError('INVALID_REQUEST', { reason });
