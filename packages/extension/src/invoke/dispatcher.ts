/** Something with work that may begin. */
export interface Startable {
  /** Begins one piece of work. Returns false if there is none, or if none may begin now. */
  startNext(): boolean;
}

/**
 * How long handlers may run in one turn of the event loop before the socket is read again. It is long enough that the switch
 * costs almost nothing, and short enough that a server never regards this client as slow.
 */
const TURN_MS = 10;

/**
 * Shares the event loop among the endpoints of an extension. While there is time, an arriving message begins at once. All
 * others wait in the lane of their endpoint, and the lanes take turns. So a flood at one endpoint leaves time for the others.
 */
export class Dispatcher {
  readonly #now: () => number;
  readonly #lanes = new Set<Startable>();
  #turnEndsAt = 0;
  #isTurnOpen = false;
  #isScheduled = false;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  now(): number {
    return this.#now();
  }

  /** Whether a handler may begin in this turn of the event loop. */
  hasTime(): boolean {
    const now = this.#now();
    if (this.#isTurnOpen) return now < this.#turnEndsAt;
    this.#openTurn(now);
    return true;
  }

  /** Asks `lane` to begin its work in the turns to come. */
  schedule(lane: Startable): void {
    this.#lanes.add(lane);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(this.#run);
  }

  #openTurn(now: number): void {
    this.#isTurnOpen = true;
    this.#turnEndsAt = now + TURN_MS;
    setImmediate(this.#closeTurn);
  }

  readonly #closeTurn = (): void => {
    this.#isTurnOpen = false;
  };

  readonly #run = (): void => {
    this.#isScheduled = false;
    const endsAt = this.#now() + TURN_MS;
    while (this.#lanes.size > 0 && this.#now() < endsAt) {
      const [lane] = this.#lanes;
      if (!lane) return;
      // Behind all others, as long as it has work.
      this.#lanes.delete(lane);
      if (lane.startNext()) this.#lanes.add(lane);
    }
    if (this.#lanes.size === 0 || this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(this.#run);
  };
}
