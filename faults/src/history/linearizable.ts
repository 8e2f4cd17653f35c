import { type Entry, entryList, lift, putBack } from './entry-list.js';
import type { Operation, Violation } from './operation.js';
import { type State, step } from './register.js';
import { type Revisions, revisionsOf } from './revisions.js';

interface Lifted {
  readonly entry: Entry;
  readonly state: State;
}

/**
 * Checks whether the operations on one key have an order in which every outcome is correct, and in which each operation
 * is between its call and its end. It is the search of Wing and Gong with Lowe's memory of tried states. Operations with
 * an unknown outcome never end, and may be omitted.
 */
export function checkLinearizable(history: readonly Operation[]): Violation | undefined {
  const { revisions, violations } = revisionsOf(history);
  if (violations[0]) return violations[0];
  const head = entryList(history);
  const done = new Uint32Array(Math.ceil(history.length / 32));
  const tried = new Set<string>();
  const lifted: Lifted[] = [];
  let state: State;
  let entry = head.next;
  let left = history.filter(isOver).length;
  let deepest = 0;

  while (left > 0) {
    if (entry?.match) {
      const next = tryStep(entry, state, { done, tried, revisions });
      if (next) {
        lifted.push({ entry, state });
        state = next.state;
        mark(done, entry.index);
        if (isOver(entry.operation)) left -= 1;
        lift(entry);
        deepest = Math.max(deepest, lifted.length);
        entry = head.next;
      } else entry = entry.next;
      continue;
    }
    // This is the end of an operation that is not in the order yet. No later operation may come before it.
    const last = lifted.pop();
    if (!last) return describe(history, deepest);
    state = last.state;
    unmark(done, last.entry.index);
    if (isOver(last.entry.operation)) left += 1;
    putBack(last.entry);
    entry = last.entry.next;
  }
  return undefined;
}

/** Whether its outcome is known. Such an operation is part of every order. */
const isOver = ({ end }: Operation): boolean => end !== Number.POSITIVE_INFINITY;

interface Search {
  readonly done: Uint32Array;
  readonly tried: Set<string>;
  readonly revisions: Revisions;
}

/** The next step; `undefined` if it is impossible or has already failed. */
function tryStep(entry: Entry, state: State, { done, tried, revisions }: Search): { state: State } | undefined {
  const next = step(state, entry.operation.action, revisions);
  if (next === 'impossible') return undefined;
  mark(done, entry.index);
  const memory = `${done.join(',')} ${next.state ?? ''}`;
  unmark(done, entry.index);
  if (tried.has(memory)) return undefined;
  tried.add(memory);
  return next;
}

function describe(history: readonly Operation[], deepest: number): Violation {
  const what = `no order explains more than ${deepest} of ${history.length} operations`;
  return { key: history[0]?.key ?? '', rule: 'linearizable', what };
}

function mark(done: Uint32Array, index: number): void {
  done[index >>> 5] = (done[index >>> 5] ?? 0) | (1 << (index & 31));
}

function unmark(done: Uint32Array, index: number): void {
  done[index >>> 5] = (done[index >>> 5] ?? 0) & ~(1 << (index & 31));
}
