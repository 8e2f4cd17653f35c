import { createHash } from 'node:crypto';
import type { Msg } from '@nats-io/nats-core';

/** The two sockets that hear the same messages while one replaces the other. */
export type Side = 'own' | 'stand-in';

type Heard = Pick<Msg, 'subject' | 'reply' | 'data'>;

/**
 * Lets each message through once, from whichever socket brings it first. Messages have no number: they are told apart by what
 * they are, and those of the same content are counted.
 */
export class FirstCome {
  /** By message: how many more of it the stand-in has brought; below 0 where the other has. */
  readonly #ahead = new Map<string, number>();
  /** What the side that heard alone has brought: the other may have heard the last part of it. */
  readonly #early = new Map<string, number>();
  /** The side that hears alone, or heard alone until a moment ago. */
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

  /** From here on whatever one side brings, the other brings too. */
  bothHear(): void {
    this.#alone = undefined;
  }

  /** Called after `bothHear`, when both have brought what was on its way then. */
  settle(): void {
    this.#early.clear();
  }

  /** The socket of the connection is gone: it brings nothing that the stand-in has brought, but may have been ahead. */
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
