/** The clock that entries are stamped by, and the one of a look at it, differ by rounding. */
const SLACK_MS = 1;

interface Look {
  readonly at: number;
  readonly revision: number;
}

/**
 * How far a bucket was known to have come, by time: what is sent later is stored behind that. Times are milliseconds on one clock,
 * and come in order.
 */
export class KnownProgress {
  readonly #looks: Look[] = [];

  /** The bucket has come to `revision`, as is known at this time. */
  note(at: number, revision: number): void {
    const last = this.#looks.at(-1);
    if (last?.revision === revision) return;
    // It was made anew, so that what was known says nothing.
    if (last && revision < last.revision) this.#looks.length = 0;
    this.#looks.push({ at, revision });
  }

  /** What was known before `moment`; `undefined` if nothing was. */
  before(moment: number): number | undefined {
    return this.#looks.findLast(({ at }) => at <= moment - SLACK_MS)?.revision;
  }

  /** Nobody asks any more for what was known before `moment`. */
  forget(moment: number): void {
    let needless = 0;
    for (const { at } of this.#looks.slice(1)) if (at <= moment - SLACK_MS) needless += 1;
    this.#looks.splice(0, needless);
  }
}
