import type { NatsConnection } from '@nats-io/nats-core';
import type { JetStreamFlush } from '@symphony-ts/nats-server';
import * as z from 'zod';
import type { PlatformService } from './platform-service.js';

const JetStreamReport = z.object({
  server: z.object({ name: z.string(), ver: z.string(), time: z.string().optional() }).optional(),
  data: z
    .object({
      disabled: z.boolean().optional(),
      config: z.object({ sync_always: z.boolean().optional() }).optional(),
      meta_cluster: z.object({ cluster_size: z.int().optional() }).optional(),
    })
    .optional(),
});
/** How long to wait for servers that belong to the cluster and do not answer. */
const MAX_WAIT_MS = 1_000;

/** A server that answered through the system account. */
export interface SeenServer {
  readonly name: string;
  readonly version: string;
  /** The time of its clock, in milliseconds since 1970. Omitted if it did not report it. */
  readonly time?: number;
  /** Omitted if the server has no JetStream. */
  readonly flush?: JetStreamFlush;
}

/** Counts the running servers with JetStream, through the system account. `onServer` receives each answer. */
export async function countJetStreamServers(
  system: NatsConnection,
  onServer: (server: SeenServer) => void = () => undefined,
): Promise<number> {
  const replies = await system.requestMany('$SYS.REQ.SERVER.PING.JSZ', '', {
    strategy: 'timer',
    maxWait: MAX_WAIT_MS,
  });
  let count = 0;
  for await (const reply of replies) {
    const report = JetStreamReport.safeParse(reply.json()).data;
    const data = report?.data;
    if (report?.server) {
      const flush = data?.config?.sync_always === true ? 'always' : 'periodic';
      const hasData = data !== undefined && data.disabled !== true;
      const { name, ver: version, time: text = '' } = report.server;
      const time = Date.parse(text);
      onServer({ name, version, ...(Number.isNaN(time) ? {} : { time }), ...(hasData ? { flush } : {}) });
    }
    if (!data || data.disabled === true) continue;
    count += 1;
    // A single server has no meta group, and no other server will answer.
    if (count >= (data.meta_cluster?.cluster_size ?? 1)) break;
  }
  return count;
}

/** Answers how many replicas a bucket gets here. */
export const clusterService = (replicas: () => Promise<1 | 3 | 5>): PlatformService => ({
  name: 'cluster.info',
  handle: async () => ({ replicas: await replicas() }),
});
