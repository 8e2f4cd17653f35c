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

/** A request that is to be sent. */
export const newRequest = (key: string, data: Uint8Array, deadline: number): InFlight => ({
  key,
  data,
  deadline,
  lane: undefined,
  isAlone: false,
  isLost: false,
  outcome: 'pending',
});

/** Where the replies to one request, or to many, come to. */
export interface Lane {
  /** Sent and not known to be done, in the order of sending. */
  readonly entries: InFlight[];
  /** True if the server has come past these requests, so that a reply that is missing will hardly come. */
  readonly isPassed: () => boolean;
  /** True if only sending again can tell whether anybody hears; a batch can ask. */
  readonly needsProbe: boolean;
  /** Frees what it stands on. Its subjects are never used again: what comes late is not taken for an answer to something else. */
  readonly end: () => void;
}

/** Ends a lane whose replies cannot be told apart or may never come; gives the requests that were on it. */
export function endLane(lane: Lane): readonly InFlight[] {
  lane.end();
  for (const entry of lane.entries) entry.lane = undefined;
  return lane.entries.splice(0);
}
