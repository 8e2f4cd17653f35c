import type { Operation } from './operation.js';

/** The start of a list. */
export interface Head {
  next: Entry | undefined;
}

/** The call or the end of an operation, in a list ordered by time. */
export interface Entry extends Head {
  readonly operation: Operation;
  /** The index of the operation in its history. */
  readonly index: number;
  /** For a call: the entry of its end. */
  readonly match: Entry | undefined;
  previous: Head;
}

/** All calls and ends by time. At the same moment, calls come before ends, so that the operations count as concurrent. */
export function entryList(history: readonly Operation[]): Head {
  const head: Head = { next: undefined };
  const points = history.flatMap((operation, index) => {
    const end: Entry = { operation, index, match: undefined, previous: head, next: undefined };
    const call: Entry = { operation, index, match: end, previous: head, next: undefined };
    return [
      { at: operation.call, isEnd: 0, entry: call },
      { at: operation.end, isEnd: 1, entry: end },
    ];
  });
  points.sort((a, b) => (a.at === b.at ? a.isEnd - b.isEnd : a.at < b.at ? -1 : 1));
  let last: Head = head;
  for (const { entry } of points) {
    entry.previous = last;
    last.next = entry;
    last = entry;
  }
  return head;
}

/** Removes a call and its end from the list. They keep their neighbours, so they can be put back. */
export function lift(call: Entry): void {
  unlink(call);
  if (call.match) unlink(call.match);
}

/** Puts back the pair that was removed last. */
export function putBack(call: Entry): void {
  if (call.match) relink(call.match);
  relink(call);
}

function unlink({ previous, next }: Entry): void {
  previous.next = next;
  if (next) next.previous = previous;
}

function relink(entry: Entry): void {
  entry.previous.next = entry;
  if (entry.next) entry.next.previous = entry;
}
