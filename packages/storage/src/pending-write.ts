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
 * After a reconnect every open request is sent again: a `shared` one on a shared lane, the others `alone`.
 */
export type WriteState =
  /** Sent on a lane whose replies are counted. Only all replies together show the result. */
  | 'shared'
  /** Will be sent again, with a reply of its own. */
  | 'lost'
  /** Sent again. Its own reply shows the result. */
  | 'alone'
  | 'done'
  | 'failed';

/** One running request. There are many and they live long, so each field costs work for the garbage collector. */
export interface PendingWrite {
  readonly key: string;
  readonly data: Uint8Array;
  /** Time of sending in milliseconds since the pipeline was opened. A small number needs no memory of its own. */
  deadline: number;
  /** The lane of its reply since it was sent last. */
  lane: Lane | undefined;
  state: WriteState;
}

/** Creates a request that is sent for the first time. */
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
  /** Requests that were sent and may not be done, in the order of sending. */
  readonly entries: PendingWrite[];
  /** True if the server has passed these requests. Then a missing reply will hardly arrive. */
  readonly isPassed: () => boolean;
  /** True if only sending again shows whether the server receives anything. A batch can ask instead. */
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
