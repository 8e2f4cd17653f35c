/** Something that a cancellation ends. It is called once. */
export interface Cancellable {
  cancel(reason: unknown): void;
}

const bySignal = new WeakMap<AbortSignal, Cancellation>();

/**
 * Cancels running calls. A call costs a field, and an entry in a set if several wait. With an `AbortSignal`, each call would
 * cost an event listener, and Node would warn of a leak from the eleventh on.
 */
export class Cancellation {
  readonly #signal: AbortSignal | undefined;
  /** The first waiting call. Most cancellations never have a second one. */
  #first: Cancellable | undefined;
  #others: Set<Cancellable> | undefined;
  readonly #onAbort = (): void => this.cancel(this.#signal?.reason);
  #isCancelled = false;
  #reason: unknown;

  private constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  static create(): Cancellation {
    return new Cancellation();
  }

  /** The cancellation of `signal`; the same one each time. The signal has one listener while calls wait, otherwise none. */
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

  add(waiting: Cancellable): void {
    const isFirst = !this.#first && (this.#others?.size ?? 0) === 0;
    if (this.#first && this.#first !== waiting) (this.#others ??= new Set()).add(waiting);
    else this.#first = waiting;
    if (isFirst) this.#signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  delete(waiting: Cancellable): void {
    if (this.#first === waiting) this.#first = undefined;
    else if (!this.#others?.delete(waiting)) return;
    if (!this.#first && (this.#others?.size ?? 0) === 0) this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  /** Only the first call counts. */
  cancel(reason: unknown): void {
    if (this.#isCancelled) return;
    this.#isCancelled = true;
    this.#reason = reason;
    const waiting = [...(this.#first ? [this.#first] : []), ...(this.#others ?? [])];
    this.#first = undefined;
    this.#others?.clear();
    for (const cancellable of waiting) cancellable.cancel(reason);
  }
}
