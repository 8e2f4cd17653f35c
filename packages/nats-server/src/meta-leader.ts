import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsServer } from './nats-server.js';
import { NatsServerError } from './nats-server-error.js';

const POLL_INTERVAL_MS = 50;

export interface MetaLeaderWait {
  /** How many servers the cluster has, those that are down included. */
  readonly size: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Waits until all running servers name the same JetStream meta leader and are up to date with it. Only then can a
 * stream be made on any of them.
 *
 * @throws `NATS_SERVER_NOT_READY` after `timeoutMs`
 */
export async function waitForMetaLeader(servers: readonly NatsServer[], wait: MetaLeaderWait): Promise<string> {
  const giveUpAt = performance.now() + wait.timeoutMs;
  for (;;) {
    wait.signal?.throwIfAborted();
    const running = servers.filter(({ pid }) => pid !== undefined);
    const leaders = new Set(await Promise.all(running.map((server) => readMetaLeader(server, wait.size))));
    const [leader] = leaders;
    // The other servers keep naming a leader that has just stopped, until they notice it.
    const isRunning = running.some(({ name }) => name === leader);
    if (leaders.size === 1 && leader !== undefined && isRunning) return leader;
    if (performance.now() > giveUpAt) throw notReady(wait.timeoutMs, leaders);
    await sleep(POLL_INTERVAL_MS, undefined, wait.signal ? { signal: wait.signal } : {});
  }
}

function notReady(timeoutMs: number, leaders: ReadonlySet<string | undefined>): NatsServerError {
  const seen = [...leaders].map((leader) => leader ?? 'none').join(', ');
  const what = `the cluster had no common meta leader within ${timeoutMs} ms (its servers name: ${seen})`;
  return new NatsServerError('NATS_SERVER_NOT_READY', what);
}

/** The leader as this server sees it; `undefined` until it is healthy and knows all its peers. */
async function readMetaLeader(server: NatsServer, size: number): Promise<string | undefined> {
  try {
    const health = await fetch(`${server.monitoringUrl}/healthz`);
    await health.arrayBuffer();
    const response = await fetch(`${server.monitoringUrl}/jsz`);
    const jsz = (await response.json()) as { meta_cluster?: { leader?: string; cluster_size?: number } };
    if (!health.ok || jsz.meta_cluster?.cluster_size !== size) return undefined;
    return jsz.meta_cluster.leader || undefined;
  } catch {
    return undefined; // It does not listen yet, or has just stopped: the caller asks again.
  }
}
