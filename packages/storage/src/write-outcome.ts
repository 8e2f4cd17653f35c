import type { StoredPart } from './lost-writes.js';
import type { Headers } from './requests/header-text.js';
import type { StoredMessage } from './stored-message.js';

/** Header of a conditional write. It distinguishes the write from another one of the same value, if its acknowledgement is lost. */
export const WRITE_ID_HEADER = 'Symphony-Write-Id';
export const EXPECTED_HEADER = 'Nats-Expected-Last-Subject-Sequence';

/** The most revisions of a key that are read to find out whether a write was stored. */
export const MOST_REVISIONS = 64;

/** The fields of a message that show which write it is. */
export type Revision = Pick<StoredMessage, 'revision' | 'operation' | 'data'> & {
  readonly headers?: Headers | undefined;
};

/** A write whose acknowledgement did not come. */
export interface SilentWrite {
  readonly operation: StoredMessage['operation'];
  readonly data: Uint8Array;
  /** Distinguishes this write from all others. A plain write has none. */
  readonly id?: string | undefined;
  /**
   * The last known revision of the bucket when it was sent; if it was stored, its revision is higher. `undefined` if none was
   * known.
   */
  readonly after: number | undefined;
}

/** The result of a write without an acknowledgement. */
export type Outcome =
  | { readonly kind: 'stored'; readonly revision: number }
  /** The write was not stored. The key is at `last`; 0 means that it has no value. */
  | { readonly kind: 'absent'; readonly last: number }
  /** Somebody else has written the key since, and the revisions in between are not kept. */
  | { readonly kind: 'unknown' };

/** Decides with the last message of the key, if that is enough. Pure. */
export function judgeLast(write: SilentWrite, last: Revision | undefined): Outcome | undefined {
  const revision = last?.revision ?? 0;
  const absent: Outcome = { kind: 'absent', last: revision };
  if (!last) return absent;
  if (write.after === undefined) {
    // The same value may have been there before. Writing it again undoes nothing of others.
    return isSame(write, last) ? absent : undefined;
  }
  if (revision <= write.after) return absent;
  if (isSame(write, last)) return { kind: 'stored', revision };
  return follows(last, write.after) ? absent : undefined;
}

/**
 * Decides with all revisions of the key after `write.after`, oldest first. `kept` is the number of revisions that the bucket keeps
 * for each key. Pure.
 */
export function judgeRevisions(write: SilentWrite, revisions: readonly Revision[], kept: number): Outcome {
  const own = revisions.find((revision) => isSame(write, revision));
  if (own) return write.after === undefined ? { kind: 'unknown' } : { kind: 'stored', revision: own.revision };
  return isWhole(revisions, kept) ? { kind: 'absent', last: revisions.at(-1)?.revision ?? 0 } : { kind: 'unknown' };
}

/** Plain writes of one key without acknowledgements, oldest first. */
export interface SilentChain {
  readonly operation: StoredMessage['operation'];
  readonly values: readonly Uint8Array[];
  /** See `SilentWrite.after`. */
  readonly after: number | undefined;
}

/** `judgeLast` for many writes. If nothing is known, all are sent again after one of them. Pure. */
export function judgeChain(chain: SilentChain, last: Revision | undefined): StoredPart | undefined {
  const { after } = chain;
  if (!last) return { count: 0, last: 0 };
  const part = { count: 0, last: last.revision };
  if (after !== undefined && last.revision <= after) return part;
  const count = placeIn(chain, last);
  if (count > 0) return { ...part, count: after === undefined ? 0 : count };
  return after !== undefined && follows(last, after) ? part : undefined;
}

/** `judgeRevisions` for many; `undefined` if nobody can know. Pure. */
export function judgeChainRevisions(
  chain: SilentChain,
  revisions: readonly Revision[],
  kept: number,
): StoredPart | undefined {
  const last = revisions.at(-1)?.revision ?? 0;
  const count = Math.max(0, ...revisions.map((revision) => placeIn(chain, revision)));
  // Later writes, if they were stored, would be in the list after it.
  if (count > 0) return chain.after === undefined ? undefined : { count, last };
  return isWhole(revisions, kept) ? { count, last } : undefined;
}

/** The number of the write that stored a revision, from 1; 0 if none did. */
const placeIn = ({ operation, values, after }: SilentChain, found: Revision): number =>
  values.findLastIndex((data) => isSame({ operation, data, after }, found)) + 1;

/** True if no revision is missing. A purge removes the revisions before it. */
const isWhole = (revisions: readonly Revision[], kept: number): boolean =>
  revisions.length < kept && !revisions.some(({ operation }) => operation === 'purge');

/** Whether the stored data is this write, or an equal one. */
function isSame({ id, operation, data }: SilentWrite, found: Revision): boolean {
  if (id !== undefined) return found.headers?.get(WRITE_ID_HEADER) === id;
  return found.operation === operation && Buffer.compare(found.data, data) === 0;
}

/** Whether the write depended on the condition that nothing came between it and the known revision. */
function follows({ headers }: Revision, known: number): boolean {
  const expected = headers?.get(EXPECTED_HEADER);
  return expected !== undefined && expected !== '' && Number(expected) <= known;
}
