/** The time of nats-server's clock, as its last report showed it. The clock of this machine may differ. */
export class ServerClock {
  #aheadMs = performance.timeOrigin;

  /** Notes the time that a server has just reported, in milliseconds since 1970. */
  note(time: number): void {
    this.#aheadMs = time - performance.now();
  }

  /** Milliseconds since 1970, by the clock of this machine until a server has reported. */
  now(): number {
    return this.#aheadMs + performance.now();
  }
}
