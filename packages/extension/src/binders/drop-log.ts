/** Events that are dropped within this time after the first one are part of its line. */
const GATHER_MS = 100;
/** The time between two lines while events are dropped. */
const PERIOD_MS = 5_000;

/** Logs how many events were dropped: soon after the first one, then every five seconds. */
export class DropLog {
  readonly #write: (dropped: number) => void;
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (dropped: number) => void) {
    this.#write = write;
  }

  note(): void {
    this.#dropped += 1;
    this.#timer ??= this.#tellIn(GATHER_MS);
  }

  /** Logs at once what is not in the log yet. */
  finish(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#tell();
  }

  #tell(): void {
    const dropped = this.#dropped;
    this.#dropped = 0;
    if (dropped > 0) this.#write(dropped);
  }

  /** The timer does not keep the process running. */
  #tellIn(ms: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timer = this.#dropped > 0 ? this.#tellIn(PERIOD_MS) : undefined;
      this.#tell();
    }, ms);
    return timer.unref();
  }
}
