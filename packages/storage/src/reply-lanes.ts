import type { InFlight, Lane } from './in-flight.js';

/** How many requests share a lane. */
const LANE_SIZE = 64;

/**
 * The subjects that the replies of a pipeline come to: `<inbox>.<epoch>.<lane>`. The server looks up each new subject it
 * sends to, and the client reads it back, so that a subject for each request cost a fifth of the speed (2.9.10 and 2.15.1).
 */
export class ReplyLanes {
  readonly #inbox: string;
  readonly #lanes: (Lane | undefined)[] = [];
  readonly #free: number[] = [];
  #open: Lane | undefined;
  #epoch = 0;
  #opened = 0;
  #furthest = 0;

  constructor(inbox: string) {
    this.#inbox = inbox;
  }

  /** What to subscribe to. */
  get all(): string {
    return `${this.#inbox}.*.*`;
  }

  /** Puts a request on the open lane, or on one of its own. */
  assign(entry: InFlight): Lane {
    const lane = entry.isAlone ? this.#create(1) : (this.#open ??= this.#create(LANE_SIZE));
    lane.entries.push(entry);
    lane.sent++;
    entry.lane = lane;
    if (lane === this.#open && lane.sent === lane.capacity) this.#open = undefined;
    return lane;
  }

  /** The lane a reply came to, unless that was given up meanwhile. */
  find(subject: string): Lane | undefined {
    const lane = this.#lanes[Number(subject.slice(subject.lastIndexOf('.') + 1))];
    return lane?.subject === subject ? lane : undefined;
  }

  /** Counts a good reply; gives the requests that are done by it. */
  answer(lane: Lane): readonly InFlight[] {
    this.#furthest = Math.max(this.#furthest, lane.order);
    if (++lane.answered < lane.sent) return [];
    if (lane.sent === lane.capacity) this.#release(lane);
    return lane.entries.splice(0);
  }

  /** True if the server has come past the requests of a lane, so that what is missing will hardly come. */
  isPassed(lane: Lane): boolean {
    return lane.answered > 0 || lane.order < this.#furthest;
  }

  /** Ends a lane whose replies cannot be told apart or may never come; gives the requests that were on it. */
  giveUp(lane: Lane): readonly InFlight[] {
    // What comes late is not taken for an answer to something else.
    this.#epoch++;
    this.#release(lane);
    for (const entry of lane.entries) entry.lane = undefined;
    return lane.entries.splice(0);
  }

  /** Ends them all. */
  reset(): void {
    this.#epoch++;
    for (const lane of this.#lanes) if (lane) this.giveUp(lane);
  }

  #create(capacity: number): Lane {
    const number = this.#free.pop() ?? this.#lanes.length;
    const subject = `${this.#inbox}.${this.#epoch}.${number}`;
    const lane: Lane = { number, order: ++this.#opened, subject, capacity, entries: [], sent: 0, answered: 0 };
    this.#lanes[number] = lane;
    return lane;
  }

  #release(lane: Lane): void {
    if (this.#open === lane) this.#open = undefined;
    if (this.#lanes[lane.number] !== lane) return;
    this.#lanes[lane.number] = undefined;
    this.#free.push(lane.number);
  }
}
