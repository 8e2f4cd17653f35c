/**
 * How far a request has come. Every request ends as `done` or `failed`, and its caller is told once.
 *
 * ```
 *            all replies of its lane are good
 *   shared ───────────────────────────────────▶ done
 *     │                                          ▲ ▲
 *     │ a reply is missing or bad                │ │ a later write of the same key is done,
 *     ▼                                          │ │ so this one must not be sent again
 *   lost ────────────────────────────────────────┼─┘
 *     │ ▲                                        │
 *     │ │ its reply is missing                   │ its own reply is good
 *     ▼ │                                        │
 *   alone ───────────────────────────────────────┘
 *     │ its own reply is bad
 *     ▼
 *   failed ◀── from any state: its time is up, the connection closed, the write is not permitted
 * ```
 *
 * After a reconnect every open request is sent again: what was `shared` on a shared lane, the others `alone`.
 */
export type WriteState =
  /** Sent on a lane whose replies are counted. Only all replies together show the result. */
  | 'shared'
  /** To be sent again, with a reply of its own. */
  | 'lost'
  /** Sent again. Its own reply shows the result. */
  | 'alone'
  | 'done'
  | 'failed';

/** One request under way. There are many, and they live long enough to cost the collector something: no field is to spare. */
export interface PendingWrite {
  readonly key: string;
  readonly data: Uint8Array;
  /** In milliseconds since the pipeline was opened: a small number, which needs no memory of its own. */
  deadline: number;
  /** Where its reply comes to, since it was sent last. */
  lane: Lane | undefined;
  state: WriteState;
}

/** A request that is to be sent for the first time. */
export const newRequest = (key: string, data: Uint8Array, deadline: number): PendingWrite => ({
  key,
  data,
  deadline,
  lane: undefined,
  state: 'shared',
});

/** True until the request is `done` or `failed`. */
export const isOpen = ({ state }: PendingWrite): boolean => state !== 'done' && state !== 'failed';

/** The reply subject of one request, or of many. */
export interface Lane {
  /** Sent and not known to be done, in the order of sending. */
  readonly entries: PendingWrite[];
  /** True if the server has come past these requests, so that a reply that is missing will hardly come. */
  readonly isPassed: () => boolean;
  /** True if only sending again can tell whether anybody hears; a batch can ask. */
  readonly needsProbe: boolean;
  /**
   * Frees its resources. Its subjects are never used again, so a late reply cannot be taken for an answer to another request.
   */
  readonly end: () => void;
}

/** Ends a lane whose replies cannot be told apart or may never come. Returns the requests that were on it. */
export function endLane(lane: Lane): readonly PendingWrite[] {
  lane.end();
  for (const entry of lane.entries) entry.lane = undefined;
  return lane.entries.splice(0);
}
