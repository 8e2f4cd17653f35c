import * as z from 'zod';
import { nanoseconds, uint64 } from '../values/integer.js';
import { once } from '../values/once.js';
import { nonEmpty, text } from '../values/text.js';
import { timestamp } from '../values/timestamp.js';

/** A follower in a RAFT group. `active` is the time since its last contact, `lag` the number of missing operations. */
export const peer = once(() =>
  z.looseObject({
    name: nonEmpty(),
    current: z.boolean(),
    active: nanoseconds(),
    offline: z.boolean().optional(),
    lag: uint64().optional(),
    peer: text().optional(),
  }),
);

/** The RAFT group behind a replicated stream or consumer. */
export const cluster = once(() =>
  z.looseObject({
    name: text().optional(),
    leader: text().optional(),
    replicas: z.array(peer()).optional(),
    leader_since: timestamp().optional(),
    raft_group: text().optional(),
    system_account: z.boolean().optional(),
    traffic_account: text().optional(),
  }),
);

/** A follower in a RAFT group. */
export type Peer = z.infer<ReturnType<typeof peer>>;

/** Where a stream or a leader should be: in a cluster, on servers with all of these tags, or on a server by name. */
export const placement = once(() =>
  z.looseObject({
    cluster: text().optional(),
    tags: z.array(text()).optional(),
    preferred: text().optional(),
  }),
);
