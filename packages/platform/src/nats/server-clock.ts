/** What the clock of nats-server shows, as far as its last report tells. The clock of this machine may show something else. */
export class ServerClock {
  #aheadMs = performance.timeOrigin;

  /** Notes what a server said just now, in milliseconds since 1970. */
  note(time: number): void {
    this.#aheadMs = time - performance.now();
  }

  /** Milliseconds since 1970; by the clock of this machine where no server has reported. */
  now(): number {
    return this.#aheadMs + performance.now();
  }
}
