import type { Msg, Subscription } from '@nats-io/nats-core';
import type { AckChannel, AckEvents, ChannelLink } from './ack-channel.js';
import { endLane, type Lane, type PendingWrite } from './pending-write.js';

/** The smallest number of requests that share a lane. A larger window has larger lanes, and not more. */
const LANE_SIZE = 64;
const MOST_LANES = 64;

/**
 * Requests that share one reply subject. Replies are only counted. When as many good replies have come as requests were sent,
 * all requests are done, in any order of the replies.
 */
interface CountedLane extends Lane {
  readonly subject: string;
  /** The maximum number of requests. */
  readonly capacity: number;
  /** Lanes are opened in this order. */
  order: number;
  sent: number;
  answered: number;
}

/**
 * The reply subjects of a pipeline. The server has to look up each new subject, and the client has to parse a subject that a
 * wildcard received. A subject for each request would cost a fifth of the speed (2.9.10 and 2.15.1). So requests share lanes.
 * Each lane has its own subscription, and lanes are used again.
 */
export class ReplyLanes implements AckChannel {
  readonly limit: number;
  readonly #link: ChannelLink;
  readonly #events: AckEvents;
  readonly #inbox: string;
  readonly #laneSize: number;
  readonly #shared = new Set<CountedLane>();
  readonly #idle: CountedLane[] = [];
  readonly #alone = new Map<string, CountedLane>();
  #catchAll: Pick<Subscription, 'unsubscribe'> | undefined;
  #open: CountedLane | undefined;
  #made = 0;
  #opened = 0;
  #furthest = 0;

  constructor(link: ChannelLink, events: AckEvents, window: number) {
    this.limit = window;
    this.#link = link;
    this.#events = events;
    this.#inbox = link.createInbox();
    this.#laneSize = Math.max(LANE_SIZE, Math.ceil(window / MOST_LANES));
  }

  /** Accepts every request: on the open lane, or on a lane of its own. */
  send(entry: PendingWrite): true {
    const lane = entry.state === 'alone' ? this.#makeAlone() : (this.#open ??= this.#openShared());
    lane.entries.push(entry);
    lane.sent++;
    entry.lane = lane;
    if (lane === this.#open && lane.sent === lane.capacity) this.#open = undefined;
    this.#link.request(entry, lane.subject);
    return true;
  }

  /** Does nothing, because the server answers each request anyway. */
  flush(): void {}

  sweep(): void {}

  #receive(lane: CountedLane, message: Msg): void {
    const verdict = this.#events.judgeReply(message);
    const [entry] = lane.entries;
    if (verdict === 'done') this.#events.onDone(this.#answer(lane));
    else if (verdict !== 'silence' && lane.capacity === 1 && entry) this.#events.onRefused(entry, verdict);
    else this.#events.onBroken(lane, verdict);
  }

  /** Counts a good reply. Returns the requests that it completes. */
  #answer(lane: CountedLane): readonly PendingWrite[] {
    if (lane.order > this.#furthest) this.#furthest = lane.order;
    if (++lane.answered < lane.sent) return NONE;
    if (lane.sent === lane.capacity && !this.#alone.delete(lane.subject)) this.#idle.push(lane);
    return lane.entries.splice(0);
  }

  /** Ends all lanes. */
  reset(): void {
    for (const lane of [...this.#shared, ...this.#alone.values()]) endLane(lane);
    this.#idle.length = 0;
  }

  /** Ends all lanes permanently. */
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
    const { subscribe } = this.#link;
    const lane: CountedLane = {
      ...this.#start(`${this.#inbox}.${++this.#made}`, this.#laneSize),
      isPassed: () => lane.answered > 0 || lane.order < this.#furthest,
      end: () => {
        if (this.#open === lane) this.#open = undefined;
        this.#shared.delete(lane);
        subscription.unsubscribe();
      },
    };
    const subscription = subscribe(lane.subject, (message) => this.#receive(lane, message));
    this.#shared.add(lane);
    return lane;
  }

  /** One subscription for all lanes with a single request. Each subject is used once. */
  #makeAlone(): CountedLane {
    const { subscribe } = this.#link;
    this.#catchAll ??= subscribe(`${this.#inbox}.alone.*`, (message) => {
      const known = this.#alone.get(message.subject);
      if (known) this.#receive(known, message);
    });
    const lane: CountedLane = {
      ...this.#start(`${this.#inbox}.alone.${++this.#made}`, 1),
      // Its only request would be sent again in the same way.
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

const NONE: readonly PendingWrite[] = [];
