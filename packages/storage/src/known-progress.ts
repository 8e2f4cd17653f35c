/** The clock that entries are stamped by, and the one of a look at it, differ by rounding. */
const SLACK_MS = 1;

interface Look {
  readonly at: number;
  readonly revision: number;
}

/**
 * Remembers how far a bucket had come, by time. A write that is sent later is stored behind that revision. Times are
 * milliseconds on one clock, in ascending order.
 */
export class KnownProgress {
  readonly #looks: Look[] = [];

  /** The bucket has come to `revision`, as is known at this time. */
  note(at: number, revision: number): void {
    const last = this.#looks.at(-1);
    if (last?.revision === revision) return;
    // The bucket was created again, so earlier revisions have no meaning.
    if (last && revision < last.revision) this.#looks.length = 0;
    this.#looks.push({ at, revision });
  }

  /** The last known revision before `moment`; `undefined` if none was known. */
  before(moment: number): number | undefined {
    return this.#looks.findLast(({ at }) => at <= moment - SLACK_MS)?.revision;
  }

  /** From now on, nobody asks about the time before `moment`. */
  forget(moment: number): void {
    let needless = 0;
    for (const { at } of this.#looks.slice(1)) if (at <= moment - SLACK_MS) needless += 1;
    this.#looks.splice(0, needless);
  }
}
