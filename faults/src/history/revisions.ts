import type { Operation, Violation } from './operation.js';

/** The revision of each value that was acknowledged or read. */
export type Revisions = ReadonlyMap<string, number>;

/** Reads them from the history of one key. Each value was written once, so it has one revision. */
export function revisionsOf(history: readonly Operation[]): { revisions: Revisions; violations: readonly Violation[] } {
  const revisions = new Map<string, number>();
  const violations: Violation[] = [];
  const note = (key: string, value: string, revision: number): void => {
    const known = revisions.get(value);
    if (known === undefined) revisions.set(value, revision);
    else if (known !== revision) {
      const what = `${value} has the revisions ${known} and ${revision}`;
      violations.push({ key, rule: 'one revision for each write', what });
    }
  };
  for (const { key, action } of history) {
    if (action.kind === 'get') {
      if (action.found) note(key, action.found.value, action.found.revision);
    } else if (action.kind !== 'delete' && action.revision !== undefined) note(key, action.value, action.revision);
  }
  return { revisions, violations };
}
