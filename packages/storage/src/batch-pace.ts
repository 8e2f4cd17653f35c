/** How many entries have to be stored before a kind of batch is judged. */
export const PROBE_ENTRIES = 32;
/** Milliseconds an entry: no server that flushes each message is as fast, so there is nothing to compare. */
const QUICK_MS = 0.1;
/** Fast batches are given up if they take three times as long as atomic ones. A smaller difference may be noise. */
const CLEARLY_SLOWER = 3;
/** After how many entries the kind that lost is tried again, at first and at the most; in between, twice as many each time. */
const FIRST_TRUST = 2_000;
const LONGEST_TRUST = 64_000;

/** The two ways to have many messages acknowledged at once. */
export type BatchKind = 'atomic' | 'fast';

/**
 * Which kind of batch the server of a bucket stores faster, as measured. A server with `sync_interval: always` flushes every
 * message of a fast batch, and an atomic batch once (2.15.1: 2,000 and 25,000 entries a second); any other server stores fast
 * batches faster. No answer of the server tells a client which of both it is. So fast batches are tried first, with a few entries,
 * and atomic ones where that is slow.
 *
 * One measurement may be spoiled by a busy machine. So the best one of each kind counts, and the kind that lost is tried again.
 */
export class BatchPace {
  /** Least milliseconds an entry. */
  readonly #best: { [kind in BatchKind]?: number } = {};
  #trust = FIRST_TRUST;
  #sinceTrial = 0;
  #trial: BatchKind | undefined;

  /** The kind to use next. */
  get kind(): BatchKind {
    return this.#trial ?? this.#faster;
  }

  /** True while fast batches may prove to be the slower kind: few entries should be under way then. */
  get isProbing(): boolean {
    return this.kind === 'fast' && (this.#trial === 'fast' || this.#best.fast === undefined);
  }

  /** So many entries were stored in batches of this kind, at this pace. */
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
