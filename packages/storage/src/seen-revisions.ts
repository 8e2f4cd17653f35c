/** Keys whose revision is remembered one by one. */
const MOST_KEYS = 8_192;
const TABLE_SIZE = 4_096;

/**
 * Remembers what a connection has written to a bucket or read from it, so that a later read never returns older data: a copy of
 * the bucket on another server may be behind. `atLeast` never returns less than the seen revision. With very many keys it may
 * return more, which costs an unnecessary question to the leader.
 *
 * Memory is limited. Up to 8,192 keys are remembered exactly, and the others by the highest revision of their hash.
 */
export class SeenRevisions {
  #exact = new Map<string, number>();
  #byHash: Float64Array | undefined;
  #created: string | undefined;
  #newest: number | undefined;
  #clearedAt = Number.NEGATIVE_INFINITY;
  #behindSince: number | undefined;

  /** True if the stream that was made at this time is not the one of the last call: it was deleted, and made again. */
  isOfOtherStream(created: string): boolean {
    const isOther = this.#created !== undefined && this.#created !== created;
    this.#created = created;
    return isOther;
  }

  /** To be called each time the leader is behind; true once that has lasted longer than `patienceMs`. */
  isBehindFor(patienceMs: number, now = performance.now()): boolean {
    this.#behindSince ??= now;
    return now - this.#behindSince > patienceMs;
  }

  /** Records that the key is at this revision, or at a later one. */
  note(key: string, revision: number): void {
    this.reached(revision);
    const known = this.#exact.get(key);
    if (known === undefined) {
      if (this.#exact.size >= MOST_KEYS) this.#spill();
      this.#exact.set(key, revision);
    } else if (revision > known) this.#exact.set(key, revision);
  }

  /**
   * Sets the revision of a key exactly, as the leader reported it; 0 means no value. `known` is the result of `atLeast` before
   * the question. A write or read since then is newer than the answer.
   */
  correct(key: string, revision: number, known: number): void {
    if (this.atLeast(key) > known) return;
    if (this.#exact.size >= MOST_KEYS) this.#spill();
    this.#exact.set(key, revision);
    this.reached(revision);
    this.#behindSince = undefined;
  }

  /** Revision of a key that a read must not go behind. */
  atLeast(key: string): number {
    return this.#exact.get(key) ?? this.#byHash?.[slotOf(key)] ?? 0;
  }

  /** The bucket has reached this revision, by a write to any key. */
  reached(revision: number): void {
    if (this.#newest === undefined || revision > this.#newest) this.#newest = revision;
  }

  /** The highest revision of the bucket that this connection knows; `undefined` if it knows none. */
  get newest(): number | undefined {
    return this.#newest;
  }

  /** Whether the bucket was found to be a different one since `moment`, on the clock of `performance.now`. */
  isClearedSince(moment: number): boolean {
    return this.#clearedAt >= moment;
  }

  /**
   * For many writes whose revisions are only known together: remembers the keys, then sets the last revision for all of them.
   */
  beginMany(): ManyWrites {
    const slots = new Set<number>();
    return {
      add: (key) => slots.add(slotOf(key)),
      end: (revision) => {
        const table = (this.#byHash ??= new Float64Array(TABLE_SIZE));
        this.reached(revision);
        for (const slot of slots) table[slot] = Math.max(table[slot] ?? 0, revision);
        for (const key of this.#exact.keys()) if (slots.has(slotOf(key))) this.note(key, revision);
      },
    };
  }

  /** The bucket was created again, so its revisions start again. */
  clear(now = performance.now()): void {
    this.#exact.clear();
    this.#byHash = undefined;
    this.#behindSince = undefined;
    this.#newest = undefined;
    this.#clearedAt = now;
  }

  #spill(): void {
    const table = (this.#byHash ??= new Float64Array(TABLE_SIZE));
    for (const [key, revision] of this.#exact) {
      const slot = slotOf(key);
      table[slot] = Math.max(table[slot] ?? 0, revision);
    }
    this.#exact = new Map();
  }
}

export interface ManyWrites {
  add(key: string): void;
  /** `revision` is the revision of the last write to the bucket so far. */
  end(revision: number): void;
}

/** FNV-1a. */
function slotOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % TABLE_SIZE;
}
