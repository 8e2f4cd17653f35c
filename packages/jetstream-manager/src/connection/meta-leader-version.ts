import type { NatsConnection } from '@nats-io/nats-core';
import { withoutUndefined } from '../json/without-undefined.js';

/** The fields of a server's answer to `$SYS.REQ.SERVER.PING.JSZ` that are read. */
interface Answer {
  readonly server?: { readonly ver?: unknown };
}

/** The input of {@link metaLeaderVersion}. The API prefix contains the domain, if there is one. */
interface MetaLeaderQuestion {
  readonly nc: NatsConnection;
  readonly apiPrefix: string;
  readonly timeoutMs: number;
}

/** Longest wait in milliseconds. A user without the permission gets no answer. */
const longestWait = 2000;

/**
 * The version of the server that leads the meta group; `undefined` if none answers. Only the leader answers, so one
 * request is enough for any number of servers.
 */
export async function metaLeaderVersion({ nc, apiPrefix, timeoutMs }: MetaLeaderQuestion): Promise<string | undefined> {
  const domain = /^\$JS\.([^.]+)\.API$/.exec(apiPrefix)?.[1];
  const question = JSON.stringify({ leader_only: true, ...withoutUndefined({ domain }) });
  try {
    const reply = await nc.request('$SYS.REQ.SERVER.PING.JSZ', question, { timeout: Math.min(timeoutMs, longestWait) });
    // The version is checked before it is used.
    const version = reply.json<Answer | null>()?.server?.ver;
    return typeof version === 'string' ? version : undefined;
  } catch {
    // The following request reports the real problem: no leader, no permission, or no connection.
    return undefined;
  }
}
