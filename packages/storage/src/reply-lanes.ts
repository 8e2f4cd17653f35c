import type { Msg, Subscription } from '@nats-io/nats-core';
import type { InFlight, Lane } from './in-flight.js';

/** How many requests share a lane, at the least: a large window has larger lanes, not more. */
const LANE_SIZE = 64;
const MOST_LANES = 64;

/** What lanes stand on. */
export interface LaneOptions {
  readonly inbox: string;
  /** Most requests under way at a time. */
  readonly window: number;
  readonly subscribe: (subject: string, callback: (message: Msg) => void) => Pick<Subscription, 'unsubscribe'>;
  readonly onReply: (lane: Lane, message: Msg) => void;
}

/**
 * The subjects that the replies of a pipeline come to. The server looks up each new subject it sends to, and the client has
 * to read back one that a wildcard caught, so that a subject for each request cost a fifth of the speed (2.9.10 and 2.15.1).
 * So requests share lanes, each with a subscription that knows its lane, and lanes serve again.
 */
export class ReplyLanes {
  readonly #options: LaneOptions;
  readonly #laneSize: number;
  readonly #shared = new Map<Lane, Pick<Subscription, 'unsubscribe'>>();
  readonly #idle: Lane[] = [];
  readonly #alone = new Map<string, Lane>();
  #catchAll: Pick<Subscription, 'unsubscribe'> | undefined;
  #open: Lane | undefined;
  #made = 0;
  #opened = 0;
  #furthest = 0;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#laneSize = Math.max(LANE_SIZE, Math.ceil(options.window / MOST_LANES));
  }

  /** Puts a request on the open lane, or on one of its own. */
  assign(entry: InFlight): Lane {
    const lane = entry.isAlone ? this.#makeAlone() : (this.#open ??= this.#openShared());
    lane.entries.push(entry);
    lane.sent++;
    entry.lane = lane;
    if (lane === this.#open && lane.sent === lane.capacity) this.#open = undefined;
    return lane;
  }

  /** Counts a good reply; gives the requests that are done by it. */
  answer(lane: Lane): readonly InFlight[] {
    if (lane.order > this.#furthest) this.#furthest = lane.order;
    if (++lane.answered < lane.sent) return NONE;
    if (lane.sent === lane.capacity && !this.#alone.delete(lane.subject)) this.#idle.push(lane);
    return lane.entries.splice(0);
  }

  /** True if the server has come past the requests of a lane, so that what is missing will hardly come. */
  isPassed(lane: Lane): boolean {
    return lane.answered > 0 || lane.order < this.#furthest;
  }

  /**
   * Ends a lane whose replies cannot be told apart or may never come; gives the requests that were on it. Its subject is
   * never used again: what comes late is not taken for an answer to something else.
   */
  giveUp(lane: Lane): readonly InFlight[] {
    if (this.#open === lane) this.#open = undefined;
    this.#alone.delete(lane.subject);
    this.#shared.get(lane)?.unsubscribe();
    this.#shared.delete(lane);
    for (const entry of lane.entries) entry.lane = undefined;
    return lane.entries.splice(0);
  }

  /** Ends them all. */
  reset(): void {
    for (const lane of [...this.#shared.keys(), ...this.#alone.values()]) this.giveUp(lane);
    this.#idle.length = 0;
  }

  /** Ends them all, for good. */
  close(): void {
    this.reset();
    this.#catchAll?.unsubscribe();
  }

  #openShared(): Lane {
    const lane = this.#idle.pop() ?? this.#makeShared();
    lane.order = ++this.#opened;
    lane.sent = 0;
    lane.answered = 0;
    return lane;
  }

  #makeShared(): Lane {
    const { inbox, subscribe, onReply } = this.#options;
    const lane = this.#make(`${inbox}.${++this.#made}`, this.#laneSize);
    this.#shared.set(
      lane,
      subscribe(lane.subject, (message) => onReply(lane, message)),
    );
    return lane;
  }

  /** One subscription for all that are alone: each serves once. */
  #makeAlone(): Lane {
    const { inbox, subscribe, onReply } = this.#options;
    this.#catchAll ??= subscribe(`${inbox}.alone.*`, (message) => {
      const known = this.#alone.get(message.subject);
      if (known) onReply(known, message);
    });
    const lane = this.#make(`${inbox}.alone.${++this.#made}`, 1);
    lane.order = ++this.#opened;
    this.#alone.set(lane.subject, lane);
    return lane;
  }

  #make(subject: string, capacity: number): Lane {
    return { subject, capacity, entries: [], order: 0, sent: 0, answered: 0 };
  }
}

const NONE: readonly InFlight[] = [];
