/** Something with work that may begin. */
export interface Startable {
  /** Begins one piece of work. False if there is none, or none may begin now. */
  startNext(): boolean;
}

/**
 * How long handlers may keep one turn of the event loop before the socket is read again: long enough that the switch
 * costs nothing, short enough that what arrives is taken off the wire long before a server would call it slow.
 */
const TURN_MS = 10;

/**
 * Shares the event loop out among the endpoints of an extension. What arrives while there is time begins at once; the rest
 * waits in its lane, and lanes take turns, so that a flood at one endpoint leaves the others their share.
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
