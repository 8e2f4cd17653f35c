/** Keys whose revision is remembered one by one. */
const MOST_KEYS = 8_192;
const TABLE_SIZE = 4_096;

/**
 * What a connection has written to a bucket, or read from it, so that a later read does not go behind it: a copy of the
 * bucket on another server may be late. `atLeast` never gives less than the revision that was seen. It may give more for a
 * key among very many, and then costs a needless question to the leader.
 *
 * Memory is bounded: up to 8,192 keys are remembered exactly, the others by the highest revision of their hash.
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

  /** The key is at this revision, or at a later one. */
  note(key: string, revision: number): void {
    this.reached(revision);
    const known = this.#exact.get(key);
    if (known === undefined) {
      if (this.#exact.size >= MOST_KEYS) this.#spill();
      this.#exact.set(key, revision);
    } else if (revision > known) this.#exact.set(key, revision);
  }

  /**
   * The key is at exactly this revision, as the leader says; 0 for none. `known` is what `atLeast` gave before it was asked: what
   * was written or read meanwhile is newer than its answer.
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

  /** The bucket has come to this revision, of whatever key. */
  reached(revision: number): void {
    if (this.#newest === undefined || revision > this.#newest) this.#newest = revision;
  }

  /** Revision that the bucket had come to, as far as this connection knew; `undefined` if it knew nothing. */
  get newest(): number | undefined {
    return this.#newest;
  }

  /** True if the bucket was found to be another one since `moment`, on the clock of `performance.now`. */
  isClearedSince(moment: number): boolean {
    return this.#clearedAt >= moment;
  }

  /** For many writes whose revisions are told only all together: remembers the keys, then takes the last revision for all. */
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

  /** The bucket was made anew: its revisions begin again. */
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
  /** `revision` is that of the last write to the bucket so far. */
  end(revision: number): void;
}

/** FNV-1a. */
function slotOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % TABLE_SIZE;
}
