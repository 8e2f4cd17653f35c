import { readdirSync, readFileSync } from 'node:fs';

/** The resources that a process uses. */
export interface Footprint {
  readonly memoryMb: number;
  readonly handles: number;
}

/** Reads them from `/proc`. */
export const footprintOf = (pid: number): Footprint => ({
  memoryMb: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024,
  handles: readdirSync(`/proc/${pid}/fd`).length,
});

/** The objects that a server keeps. */
export interface ServerLoad {
  readonly connections: number;
  readonly subscriptions: number;
  readonly consumers: number;
}

/** Reads them from the monitoring endpoint of a server. */
export async function serverLoadOf(monitoringUrl: string): Promise<ServerLoad> {
  const get = async (path: string): Promise<Record<string, number>> =>
    (await (await fetch(`${monitoringUrl}/${path}`, { headers: { connection: 'close' } })).json()) as Record<
      string,
      number
    >;
  const [varz, jsz] = await Promise.all([get('varz'), get('jsz')]);
  const { connections = 0, subscriptions = 0 } = varz;
  return { connections, subscriptions, consumers: jsz['consumers'] ?? 0 };
}
