import * as z from 'zod';
import { count } from '../values/integer.js';
import { once } from '../values/once.js';
import { nonEmpty, text } from '../values/text.js';

/** The client of an event: its user, its address and its library. `rtt` is in nanoseconds. */
export const clientInfo = once(() =>
  z.strictObject({
    start: text().optional(),
    stop: text().optional(),
    host: text().optional(),
    id: z.number().optional(),
    acc: text(),
    svc: text().optional(),
    user: text().optional(),
    name: text().optional(),
    lang: text().optional(),
    ver: text().optional(),
    rtt: z.number().optional(),
    server: text().optional(),
    cluster: text().optional(),
    alts: z.array(text()).optional(),
    jwt: text().optional(),
    issuer_key: text().optional(),
    name_tag: text().optional(),
    tags: z.array(text()).optional(),
    kind: text().optional(),
    client_type: text().optional(),
    client_id: text().optional(),
    nonce: text().optional(),
  }),
);

/** The server behind an event. */
export const serverInfo = once(() =>
  z.strictObject({
    name: nonEmpty(),
    host: text(),
    id: text(),
    cluster: text().optional(),
    domain: text().optional(),
    ver: text(),
    tags: z.array(text()).optional(),
    metadata: z.looseObject({}).optional(),
    seq: count(),
    jetstream: z.boolean(),
    time: text(),
    flags: z.number().optional(),
  }),
);

const traffic = once(() => ({ msgs: count().optional(), bytes: count().optional() }));
const trafficOf = once(() => z.strictObject(traffic()));

/** Messages and bytes of a connection or account: the total, and each kind of link. */
export const dataStats = once(() =>
  z.strictObject({
    ...traffic(),
    gateways: trafficOf().optional(),
    routes: trafficOf().optional(),
    leafs: trafficOf().optional(),
  }),
);

/** The client behind an event. */
export type ClientInfo = z.infer<ReturnType<typeof clientInfo>>;

/** The server behind an event. */
export type ServerInfo = z.infer<ReturnType<typeof serverInfo>>;

/** Messages and bytes of a connection or account. */
export type DataStats = z.infer<ReturnType<typeof dataStats>>;
