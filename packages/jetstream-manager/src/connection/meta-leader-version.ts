import type { NatsConnection } from '@nats-io/nats-core';
import { withoutUndefined } from '../json/without-undefined.js';

/** What is read of a server's answer to `$SYS.REQ.SERVER.PING.JSZ`. */
interface Answer {
  readonly server?: { readonly ver?: unknown };
}

/** What {@link metaLeaderVersion} needs: the API prefix names the domain, if there is one. */
interface MetaLeaderQuestion {
  readonly nc: NatsConnection;
  readonly apiPrefix: string;
  readonly timeoutMs: number;
}

/** Longest wait in milliseconds: a user without the right to ask gets no answer. */
const longestWait = 2000;

/**
 * The version of the server that leads the meta group; `undefined` if none answers. Only the leader answers the question,
 * so one request is enough, however many servers there are.
 */
export async function metaLeaderVersion({ nc, apiPrefix, timeoutMs }: MetaLeaderQuestion): Promise<string | undefined> {
  const domain = /^\$JS\.([^.]+)\.API$/.exec(apiPrefix)?.[1];
  const question = JSON.stringify({ leader_only: true, ...withoutUndefined({ domain }) });
  try {
    const reply = await nc.request('$SYS.REQ.SERVER.PING.JSZ', question, { timeout: Math.min(timeoutMs, longestWait) });
    // The version is looked at before it is used.
    const version = reply.json<Answer | null>()?.server?.ver;
    return typeof version === 'string' ? version : undefined;
  } catch {
    // The request that follows says what is wrong: no leader, no rights, no connection.
    return undefined;
  }
}
