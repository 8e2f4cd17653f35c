/** How much one caller may have done, in units; an ordinary request costs 1. */
export interface Share {
  readonly perSecond: number;
  readonly atOnce: number;
}

const ordinary: Share = { perSecond: 2_000, atOnce: 4_000 };
/**
 * The price of a millisecond of work. With this price, a caller has a tenth of the platform's time, for any kind of request.
 */
const PER_MS = 20;
/** Refusals that are answered within a second. Further requests are dropped, because answers take time as well. */
const ANSWERED_REFUSALS = 100;
const REFUSALS_MS = 1_000;
/** Callers that are remembered. One more makes all of them begin anew, with their whole budgets. */
const MOST_CALLERS = 10_000;

/** The decision about a request: it is answered, refused, or silently dropped. */
export type Admission = 'admitted' | 'refused' | 'dropped';

interface Account {
  units: number;
  refusals: number;
  /** Since when refusals are counted. */
  refusedSince: number;
  at: number;
}

/** Shares the platform's time among callers, so that a caller with endless requests takes no time from others. */
export class CallerBudget {
  readonly #now: () => number;
  readonly #accounts = new Map<string, Account>();

  readonly #share: Share;

  /** `now` returns milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now(), share: Share = ordinary) {
    this.#now = now;
    this.#share = share;
  }

  /** Charges the additional cost of a request: the time for which it blocked all others. */
  chargeTime(caller: string, elapsedMs: number): void {
    this.charge(caller, elapsedMs * PER_MS);
  }

  /** Charges units that became known only after the request was admitted. */
  charge(caller: string, units: number): void {
    const account = this.#accountOf(caller);
    account.units = Math.max(-this.#share.atOnce, account.units - units);
  }

  /** Charges a request to its caller. */
  admit(caller: string, cost = 1): Admission {
    const account = this.#accountOf(caller);
    if (account.units >= cost) {
      account.units -= cost;
      return 'admitted';
    }
    if (account.at - account.refusedSince >= REFUSALS_MS) {
      account.refusals = 0;
      account.refusedSince = account.at;
    }
    account.refusals += 1;
    return account.refusals <= ANSWERED_REFUSALS ? 'refused' : 'dropped';
  }

  #accountOf(caller: string): Account {
    const now = this.#now();
    const { perSecond, atOnce } = this.#share;
    const known = this.#accounts.get(caller);
    if (!known) {
      if (this.#accounts.size >= MOST_CALLERS) this.#accounts.clear();
      const account = { units: atOnce, refusals: 0, refusedSince: now, at: now };
      this.#accounts.set(caller, account);
      return account;
    }
    known.units = Math.min(atOnce, known.units + ((now - known.at) / 1_000) * perSecond);
    known.at = now;
    return known;
  }
}
