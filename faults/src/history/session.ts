import type { Operation, Violation } from './operation.js';
import { revisionsOf } from './revisions.js';

interface Known {
  readonly revision: number;
  /** Start of the operation. A removal that ended earlier came before it. */
  readonly call: number;
  readonly isOwn: boolean;
}

/**
 * Checks the guarantee of plain reads within one process: a read never returns an older state than the process had written
 * or read of that key when the read began.
 */
export function checkSession(history: readonly Operation[]): readonly Violation[] {
  const { revisions, violations } = revisionsOf(history);
  const removals = history.filter(({ action }) => action.kind === 'delete');
  const processes = new Set(history.map(({ process }) => process));
  return [...violations, ...[...processes].flatMap((process) => checkOne(process))];

  function checkOne(process: number): readonly Violation[] {
    const own = history.filter((operation) => operation.process === process).toSorted((a, b) => a.end - b.end);
    const wrong: Violation[] = [];
    for (const read of own) {
      if (read.action.kind !== 'get') continue;
      const newest = newestBefore(own, read.call);
      if (!newest || isAllowed(read.action.found, newest)) continue;
      const found = read.action.found ? `revision ${read.action.found.revision}` : 'nothing';
      const what = `process ${process} found ${found} after it knew revision ${newest.revision}`;
      wrong.push({ key: read.key, rule: newest.isOwn ? 'read your writes' : 'monotonic reads', what });
    }
    return wrong;
  }

  function isAllowed(found: { readonly revision: number } | undefined, newest: Known): boolean {
    if (found) return found.revision >= newest.revision;
    return removals.some(({ end }) => end > newest.call);
  }

  function newestBefore(own: readonly Operation[], moment: number): Known | undefined {
    let newest: Known | undefined;
    for (const { action, call, end } of own) {
      if (end > moment) break;
      const revision = action.kind === 'get' ? action.found?.revision : revisionOf(action);
      const isNewer = revision !== undefined && revision > (newest?.revision ?? 0);
      // The value of a read may have been written long before the read.
      if (isNewer) newest = { revision, call: action.kind === 'get' ? 0 : call, isOwn: action.kind !== 'get' };
    }
    return newest;
  }

  function revisionOf(action: Exclude<Operation['action'], { kind: 'get' }>): number | undefined {
    return action.kind === 'delete' ? undefined : revisions.get(action.value);
  }
}
