import type { Operation } from './operation.js';

/** Where a list begins. */
export interface Head {
  next: Entry | undefined;
}

/** The call of an operation or its end, in a list by time. */
export interface Entry extends Head {
  readonly operation: Operation;
  /** Of the operation in its history. */
  readonly index: number;
  /** Of a call: its end. */
  readonly match: Entry | undefined;
  previous: Head;
}

/** All calls and ends by time; calls before ends of the same moment, so that these operations count as concurrent. */
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

/** Takes a call and its end out of their list. They know where they were. */
export function lift(call: Entry): void {
  unlink(call);
  if (call.match) unlink(call.match);
}

/** Puts back what was lifted last. */
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
