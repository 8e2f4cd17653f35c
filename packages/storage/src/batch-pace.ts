/** The number of stored entries after which a kind of batch is judged. */
export const PROBE_ENTRIES = 32;
/** Milliseconds per entry. No server that flushes each message is this fast, so a faster one needs no comparison. */
const QUICK_MS = 0.1;
/** Fast batches are given up if they take three times as long as atomic ones. A smaller difference may be noise. */
const CLEARLY_SLOWER = 3;
/** After how many entries the slower kind is tried again: at first and at most. The number doubles each time. */
const FIRST_TRUST = 2_000;
const LONGEST_TRUST = 64_000;

/** The two ways to acknowledge many messages at once. */
export type BatchKind = 'atomic' | 'fast';

/**
 * Measures which kind of batch the server of a bucket stores faster. A server with `sync_interval: always` flushes every message
 * of a fast batch, but an atomic batch only once (2.15.1: 2,000 and 25,000 entries per second). Any other server stores fast
 * batches faster. No answer of the server shows which kind of server it is. So fast batches are tried first, with a few entries,
 * and atomic ones if fast ones are slow.
 *
 * A busy machine may spoil a measurement. So the best one of each kind counts, and the slower kind is tried again.
 */
export class BatchPace {
  /** The fewest milliseconds per entry so far. */
  readonly #best: { [kind in BatchKind]?: number } = {};
  #trust = FIRST_TRUST;
  #sinceTrial = 0;
  #trial: BatchKind | undefined;

  /** The kind to use next. */
  get kind(): BatchKind {
    return this.#trial ?? this.#faster;
  }

  /** True while fast batches may still prove to be slower. Only few entries should be running then. */
  get isProbing(): boolean {
    return this.kind === 'fast' && (this.#trial === 'fast' || this.#best.fast === undefined);
  }

  /** Records the number of entries that were stored in batches of this kind, and their pace. */
  note(kind: BatchKind, { entries, msEach }: { readonly entries: number; readonly msEach: number }): void {
    this.#best[kind] = Math.min(this.#best[kind] ?? Number.POSITIVE_INFINITY, msEach);
    if (kind === this.#trial) this.#trial = undefined;
    if (this.#trial !== undefined || this.#isQuick || kind !== this.#faster) return;
    this.#sinceTrial += entries;
    if (this.#sinceTrial < this.#trust) return;
    this.#sinceTrial = 0;
    this.#trust = Math.min(this.#trust * 2, LONGEST_TRUST);
    this.#trial = kind === 'fast' ? 'atomic' : 'fast';
  }

  get #isQuick(): boolean {
    const { fast } = this.#best;
    return fast !== undefined && fast < QUICK_MS;
  }

  get #faster(): BatchKind {
    const { atomic = 0, fast } = this.#best;
    if (fast === undefined || this.#isQuick) return 'fast';
    return fast > CLEARLY_SLOWER * atomic ? 'atomic' : 'fast';
  }
}
