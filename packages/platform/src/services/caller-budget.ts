/** What one caller may have done a second, and at once; an ordinary request costs 1. */
const PER_SECOND = 2_000;
const AT_ONCE = 4_000;
/** Refusals that are answered after the budget is used up; what follows is dropped, since answers cost as well. */
const ANSWERED_REFUSALS = 100;
/** Callers that are remembered; one that has been quiet has its whole budget again. */
const MOST_CALLERS = 10_000;

/** What becomes of a request: it is answered, it is refused, or it is dropped without a word. */
export type Admission = 'admitted' | 'refused' | 'dropped';

interface Account {
  units: number;
  refusals: number;
  at: number;
}

/** Shares the platform's time among callers, so that one that asks without end takes none from others. */
export class CallerBudget {
  readonly #now: () => number;
  readonly #accounts = new Map<string, Account>();

  /** `now` gives milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Charges a request to its caller. */
  admit(caller: string, cost = 1): Admission {
    const account = this.#accountOf(caller);
    if (account.units >= cost) {
      account.units -= cost;
      account.refusals = 0;
      return 'admitted';
    }
    account.refusals += 1;
    return account.refusals <= ANSWERED_REFUSALS ? 'refused' : 'dropped';
  }

  #accountOf(caller: string): Account {
    const now = this.#now();
    const known = this.#accounts.get(caller);
    if (!known) {
      if (this.#accounts.size >= MOST_CALLERS) this.#accounts.clear();
      const account = { units: AT_ONCE, refusals: 0, at: now };
      this.#accounts.set(caller, account);
      return account;
    }
    known.units = Math.min(AT_ONCE, known.units + ((now - known.at) / 1_000) * PER_SECOND);
    known.at = now;
    return known;
  }
}
