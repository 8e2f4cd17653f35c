import { type EnforcementPayload, platformServices, type UsageReport } from '@symphony-ts/contract';
import type { Deliver, MemoryBus } from '../bus/memory-bus.js';

/** What the fake platform was told, and what it answers. */
export interface PlatformStand {
  /** Usage reports, in order. */
  readonly usage: UsageReport[];
  enforcement: EnforcementPayload;
}

/** Answers what an extension asks of its platform, from `stand`. Each report costs one unit. */
export function standInPlatform(bus: MemoryBus, stand: PlatformStand): void {
  const answer = (subject: string, reply: (request: unknown) => unknown): void => {
    const deliver: Deliver = (_error, message) => {
      const request: unknown = message.data.length === 0 ? undefined : message.json();
      message.respond(JSON.stringify(reply(request)));
    };
    bus.listen(subject, 'platform', deliver);
  };
  answer(platformServices.clusterInfo, () => ({ replicas: 1 }));
  answer(platformServices.enforcement, () => stand.enforcement);
  answer(platformServices.usageReport, (report) => {
    stand.usage.push(report as UsageReport);
    return { result: 'ok', units: 1, enforcement: stand.enforcement };
  });
}
