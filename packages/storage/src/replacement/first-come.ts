import { createHash } from 'node:crypto';
import type { Msg } from '@nats-io/nats-core';

/** The two sockets that receive the same messages while one replaces the other. */
export type Side = 'own' | 'stand-in';

type Heard = Pick<Msg, 'subject' | 'reply' | 'data'>;

/**
 * Passes each message on once, from the socket that delivers it first. Messages have no number. They are identified by their
 * content, and messages with the same content are counted.
 */
export class FirstCome {
  /** For each message: how many more of it the stand-in has delivered; below 0 if the other socket is ahead. */
  readonly #ahead = new Map<string, number>();
  /** Messages that one side delivered before both were subscribed. The other side may deliver the last of them as well. */
  readonly #early = new Map<string, number>();
  /** The side that receives alone, or did so until a moment ago. */
  #alone: Side | undefined = 'own';

  /** True for a message that the other side has not brought yet. */
  isFirst(side: Side, message: Heard): boolean {
    const step = side === 'stand-in' ? 1 : -1;
    const key = keyOf(message);
    const ahead = this.#ahead.get(key) ?? 0;
    if (ahead * step < 0) {
      set(this.#ahead, key, ahead + step);
      return false;
    }
    const early = this.#early.get(key) ?? 0;
    if (side === this.#alone) {
      set(this.#early, key, early + 1);
      return true;
    }
    if (early > 0) {
      set(this.#early, key, early - 1);
      return false;
    }
    set(this.#ahead, key, ahead + step);
    return true;
  }

  /** From here on, both sides deliver every message. */
  bothHear(): void {
    this.#alone = undefined;
  }

  /** Called after `bothHear`, when both sides have delivered the messages that were on their way then. */
  settle(): void {
    this.#early.clear();
  }

  /** The connection's own socket is gone. It delivers nothing more, but it may have been ahead of the stand-in. */
  ownIsGone(): void {
    for (const [key, ahead] of this.#ahead) if (ahead > 0) this.#ahead.delete(key);
    this.#alone = 'stand-in';
  }
}

function set(counts: Map<string, number>, key: string, count: number): void {
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

const keyOf = ({ subject, reply = '', data }: Heard): string =>
  `${subject} ${reply} ${createHash('sha1').update(data).digest('base64')}`;
