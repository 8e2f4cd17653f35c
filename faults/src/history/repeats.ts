import type { Operation } from './operation.js';

/** A history in which every value was written once, and how many writes had to be added for that. */
export interface Explained {
  readonly history: readonly Operation[];
  readonly repeated: number;
}

type Revisions = ReadonlyMap<string, readonly number[]>;

/**
 * Explains plain writes that were stored twice. A server that is paused while it has a `put` in its buffers stores it when it
 * resumes, also after the client has repeated it elsewhere. A `put` with a second revision becomes two writes: the second one
 * comes at any time after the call. No other operation may have two revisions.
 */
export function explainRepeats(history: readonly Operation[]): Explained {
  const puts = new Map(
    history.flatMap((each) => (each.action.kind === 'put' ? [[each.action.value, each] as const] : [])),
  );
  const seen = revisionsOfPuts(history, puts);
  const repeats = [...puts].flatMap(([value, put]) =>
    (seen.get(value) ?? []).slice(1).map(
      (revision): Operation => ({
        ...put,
        end: Number.POSITIVE_INFINITY,
        action: { kind: 'put', value: nameOf(value, revision), revision },
      }),
    ),
  );
  if (repeats.length === 0) return { history, repeated: 0 };
  return { history: [...history.map((each) => renamed(each, seen)), ...repeats], repeated: repeats.length };
}

/** The revisions of each `put`, first the one that was acknowledged, or else the lowest one. */
function revisionsOfPuts(history: readonly Operation[], puts: ReadonlyMap<string, Operation>): Revisions {
  const seen = new Map<string, number[]>();
  const note = (value: string, revision: number | undefined): void => {
    const known = seen.get(value) ?? [];
    if (puts.has(value) && revision !== undefined && !known.includes(revision)) seen.set(value, [...known, revision]);
  };
  for (const { action } of history) if (action.kind === 'put') note(action.value, action.revision);
  const reads = history.flatMap(({ action }) => (action.kind === 'get' && action.found ? [action.found] : []));
  for (const { value, revision } of reads.toSorted((a, b) => a.revision - b.revision)) note(value, revision);
  return seen;
}

/** A read of a second write, with the value of that write. */
function renamed(operation: Operation, seen: Revisions): Operation {
  const { action } = operation;
  if (action.kind !== 'get' || !action.found) return operation;
  const { value, revision } = action.found;
  const [first = revision] = seen.get(value) ?? [];
  if (first === revision) return operation;
  return { ...operation, action: { kind: 'get', found: { value: nameOf(value, revision), revision } } };
}

const nameOf = (value: string, revision: number): string => `${value}, stored again as ${revision}`;
