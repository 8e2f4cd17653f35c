/** Called once with the reason. */
export type OnCancel = (reason: unknown) => void;

const bySignal = new WeakMap<AbortSignal, Cancellation>();

/**
 * Gives up calls that are under way. Each call costs a set entry; an `AbortSignal` would cost an event listener each, and
 * Node warns of a leak from the eleventh on.
 */
export class Cancellation {
  readonly #signal: AbortSignal | undefined;
  readonly #listeners = new Set<OnCancel>();
  readonly #onAbort = (): void => this.cancel(this.#signal?.reason);
  #isCancelled = false;
  #reason: unknown;

  private constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  static create(): Cancellation {
    return new Cancellation();
  }

  /** What an abort of `signal` cancels; the same one each time. The signal has one listener while calls wait, else none. */
  static of(signal: AbortSignal): Cancellation {
    const known = bySignal.get(signal);
    if (known) return known;
    const made = new Cancellation(signal);
    bySignal.set(signal, made);
    return made;
  }

  get isCancelled(): boolean {
    return this.#isCancelled || this.#signal?.aborted === true;
  }

  get reason(): unknown {
    return this.#isCancelled ? this.#reason : this.#signal?.reason;
  }

  add(listener: OnCancel): void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  delete(listener: OnCancel): void {
    if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  /** Only the first call counts. */
  cancel(reason: unknown): void {
    if (this.#isCancelled) return;
    this.#isCancelled = true;
    this.#reason = reason;
    const waiting = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of waiting) listener(reason);
  }
}
