/** One request under way. There are many, and they live long enough to cost the collector something: no field is to spare. */
export interface InFlight {
  readonly key: string;
  readonly data: Uint8Array;
  /** In milliseconds since the pipeline was opened: a small number, which needs no memory of its own. */
  deadline: number;
  /** Where its reply comes to, since it was sent last. */
  lane: Lane | undefined;
  /** Gets a lane of its own: its reply has to tell what became of it. */
  isAlone: boolean;
  /** To be sent again. */
  isLost: boolean;
  outcome: 'pending' | 'done' | 'failed';
}

/**
 * Requests that share one reply subject. Replies are only counted: when as many good ones have come as requests went out,
 * all of them are done, in whatever order the replies came.
 */
export interface Lane {
  readonly subject: string;
  /** How many requests it may take. */
  readonly capacity: number;
  /** Sent and not known to be done. */
  readonly entries: InFlight[];
  /** Lanes are opened in this order. */
  order: number;
  sent: number;
  answered: number;
}
