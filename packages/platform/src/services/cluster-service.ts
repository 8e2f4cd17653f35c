import type { NatsConnection } from '@nats-io/nats-core';
import { z } from 'zod';
import type { PlatformService } from './platform-service.js';

const JetStreamReport = z.object({ data: z.object({ disabled: z.boolean().optional() }).optional() });
/** How long servers may take to answer; as long as one more answers, waiting goes on. */
const MAX_WAIT_MS = 1_000;
const STALL_MS = 150;

/** The servers that have JetStream, counted through the system account. */
export async function countJetStreamServers(system: NatsConnection): Promise<number> {
  const replies = await system.requestMany('$SYS.REQ.SERVER.PING.JSZ', '', {
    strategy: 'stall',
    stall: STALL_MS,
    maxWait: MAX_WAIT_MS,
  });
  let count = 0;
  for await (const reply of replies) {
    const report = JetStreamReport.safeParse(reply.json());
    if (report.success && report.data.data?.disabled !== true) count += 1;
  }
  return count;
}

/** Answers how many replicas a bucket gets here. */
export const clusterService = (replicas: () => Promise<1 | 3 | 5>): PlatformService => ({
  name: 'cluster.info',
  handle: async () => ({ replicas: await replicas() }),
});
