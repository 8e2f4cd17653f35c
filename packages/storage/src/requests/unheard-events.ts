import { DisconnectedError } from '@symphony-ts/contract';
import type { Link } from './link.js';

/** An event that is published while its subscribers may still be reconnecting. */
export interface Announcement {
  readonly subject: string;
  /** On the clock of `performance.now`. */
  readonly deadline: number;
  /** Publishes. Returns true if somebody was subscribed. Rejects if that is unknown. */
  announce(): Promise<boolean>;
  /** Publishes once, without asking whether anybody listens. */
  publish(): void;
  resolve(): void;
  fail(error: unknown): void;
}

/** The pause before an event without a subscriber is published again. */
const AGAIN_MS = 100;
/** The largest number of events that wait for subscribers. Further events are published at once. */
const MOST_WAITING = 10_000;

/**
 * Handles events in the seconds after a reconnect. The server has often been restarted, and the subscribers come back a little
 * later than the publisher. The server reports for each event whether anybody was subscribed. An event without a subscriber is
 * published again until there is one, or until the link has settled. The events of a subject wait for the first of them, and
 * keep their order.
 */
class UnheardEvents {
  readonly #link: Link;
  readonly #queues = new Map<string, Announcement[]>();
  /** Subjects with a known subscriber since the last reconnect. */
  #heard = new Set<string>();
  #reconnects = 0;
  #waiting = 0;

  constructor(link: Link) {
    this.#link = link;
  }

  /** True if an event has to be handled here, so that it reaches its subscribers, and not before events that wait. */
  concerns(subject: string): boolean {
    if (this.#queues.has(subject)) return true;
    if (!this.#link.isSettling) return false;
    if (this.#reconnects !== this.#link.reconnects) {
      this.#reconnects = this.#link.reconnects;
      this.#heard = new Set();
    }
    return !this.#heard.has(subject);
  }

  add(event: Announcement): void {
    if (this.#waiting >= MOST_WAITING) return publish(event);
    this.#waiting++;
    const queue = this.#queues.get(event.subject);
    if (queue) {
      queue.push(event);
      return;
    }
    const started = [event];
    this.#queues.set(event.subject, started);
    void this.#work(event.subject, started);
  }

  async #work(subject: string, queue: Announcement[]): Promise<void> {
    for (let first = queue[0]; first; first = queue[0]) {
      if (this.#link.nc.isClosed() || (!this.#link.isSettling && this.#link.canSend)) break;
      if (this.#link.canSend && (await this.#isHeard(first))) {
        this.#remove(queue, first);
        this.#heard.add(subject);
        break;
      }
      await new Promise((wake) => setTimeout(wake, AGAIN_MS));
      for (const event of queue.filter(({ deadline }) => deadline <= performance.now())) {
        this.#remove(queue, event);
        event.fail(new DisconnectedError({ what: subject, isSent: false }));
      }
    }
    this.#queues.delete(subject);
    this.#waiting -= queue.length;
    for (const event of queue) publish(event);
  }

  /** True if the event is finished: somebody received it, or it has failed. */
  async #isHeard(event: Announcement): Promise<boolean> {
    try {
      if (!(await event.announce())) return false;
      event.resolve();
    } catch (error) {
      event.fail(error);
    }
    return true;
  }

  #remove(queue: Announcement[], event: Announcement): void {
    queue.splice(queue.indexOf(event), 1);
    this.#waiting--;
  }
}

function publish(event: Announcement): void {
  try {
    event.publish();
    event.resolve();
  } catch (error) {
    event.fail(error);
  }
}

const unheard = new WeakMap<Link, UnheardEvents>();

/** The unheard events of a link. All publishers on the link share them. */
export function unheardEventsOf(link: Link): UnheardEvents {
  const known = unheard.get(link);
  if (known) return known;
  const made = new UnheardEvents(link);
  unheard.set(link, made);
  return made;
}
