import type { Msg, Subscription } from '@nats-io/nats-core';
import { endLane, type InFlight, type Lane } from './in-flight.js';

/** How many requests share a lane, at the least: a large window has larger lanes, not more. */
const LANE_SIZE = 64;
const MOST_LANES = 64;

/**
 * Requests that share one reply subject. Replies are only counted: when as many good ones have come as requests went out,
 * all of them are done, in whatever order the replies came.
 */
export interface CountedLane extends Lane {
  readonly subject: string;
  /** How many requests it may take. */
  readonly capacity: number;
  /** Lanes are opened in this order. */
  order: number;
  sent: number;
  answered: number;
}

/** What lanes stand on. */
export interface LaneOptions {
  readonly inbox: string;
  /** Most requests under way at a time. */
  readonly window: number;
  readonly subscribe: (subject: string, callback: (message: Msg) => void) => Pick<Subscription, 'unsubscribe'>;
  readonly onReply: (lane: CountedLane, message: Msg) => void;
}

/**
 * The subjects that the replies of a pipeline come to. The server looks up each new subject it sends to, and the client has
 * to read back one that a wildcard caught, so that a subject for each request cost a fifth of the speed (2.9.10 and 2.15.1).
 * So requests share lanes, each with a subscription that knows its lane, and lanes serve again.
 */
export class ReplyLanes {
  readonly #options: LaneOptions;
  readonly #laneSize: number;
  readonly #shared = new Set<CountedLane>();
  readonly #idle: CountedLane[] = [];
  readonly #alone = new Map<string, CountedLane>();
  #catchAll: Pick<Subscription, 'unsubscribe'> | undefined;
  #open: CountedLane | undefined;
  #made = 0;
  #opened = 0;
  #furthest = 0;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#laneSize = Math.max(LANE_SIZE, Math.ceil(options.window / MOST_LANES));
  }

  /** Puts a request on the open lane, or on one of its own. */
  assign(entry: InFlight): CountedLane {
    const lane = entry.isAlone ? this.#makeAlone() : (this.#open ??= this.#openShared());
    lane.entries.push(entry);
    lane.sent++;
    entry.lane = lane;
    if (lane === this.#open && lane.sent === lane.capacity) this.#open = undefined;
    return lane;
  }

  /** Counts a good reply; gives the requests that are done by it. */
  answer(lane: CountedLane): readonly InFlight[] {
    if (lane.order > this.#furthest) this.#furthest = lane.order;
    if (++lane.answered < lane.sent) return NONE;
    if (lane.sent === lane.capacity && !this.#alone.delete(lane.subject)) this.#idle.push(lane);
    return lane.entries.splice(0);
  }

  /** Ends them all. */
  reset(): void {
    for (const lane of [...this.#shared, ...this.#alone.values()]) endLane(lane);
    this.#idle.length = 0;
  }

  /** Ends them all, for good. */
  close(): void {
    this.reset();
    this.#catchAll?.unsubscribe();
  }

  #openShared(): CountedLane {
    const lane = this.#idle.pop() ?? this.#makeShared();
    lane.order = ++this.#opened;
    lane.sent = 0;
    lane.answered = 0;
    return lane;
  }

  #makeShared(): CountedLane {
    const { inbox, subscribe, onReply } = this.#options;
    const lane: CountedLane = {
      ...this.#start(`${inbox}.${++this.#made}`, this.#laneSize),
      isPassed: () => lane.answered > 0 || lane.order < this.#furthest,
      end: () => {
        if (this.#open === lane) this.#open = undefined;
        this.#shared.delete(lane);
        subscription.unsubscribe();
      },
    };
    const subscription = subscribe(lane.subject, (message) => onReply(lane, message));
    this.#shared.add(lane);
    return lane;
  }

  /** One subscription for all that are alone: each serves once. */
  #makeAlone(): CountedLane {
    const { inbox, subscribe, onReply } = this.#options;
    this.#catchAll ??= subscribe(`${inbox}.alone.*`, (message) => {
      const known = this.#alone.get(message.subject);
      if (known) onReply(known, message);
    });
    const lane: CountedLane = {
      ...this.#start(`${inbox}.alone.${++this.#made}`, 1),
      // Its one request would only be sent again the same way.
      isPassed: () => false,
      end: () => this.#alone.delete(lane.subject),
    };
    lane.order = ++this.#opened;
    this.#alone.set(lane.subject, lane);
    return lane;
  }

  #start(subject: string, capacity: number) {
    return { subject, capacity, entries: [], needsProbe: true, order: 0, sent: 0, answered: 0 };
  }
}

const NONE: readonly InFlight[] = [];
