import type { MsgHdrs } from '@nats-io/nats-core';
import type { Lane } from './reply-lanes.js';

/** One request of a pipeline. */
export interface Sending {
  readonly key: string;
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: MsgHdrs | undefined;
}

/** One request under way. */
export interface InFlight extends Sending {
  deadline: number;
  /** Where its reply comes to, since it was sent last. */
  lane: Lane | undefined;
  /** Gets a lane of its own: its reply has to tell what became of it. */
  isAlone: boolean;
  /** To be sent again. */
  isLost: boolean;
  outcome: 'pending' | 'done' | 'failed';
}
