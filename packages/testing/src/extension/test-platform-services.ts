import { type EnforcementPayload, platformServices, type UsageReport } from '@symphony-ts/contract';
import type { Deliver, MemoryBus } from '../bus/memory-bus.js';

/** What the fake platform received, and what it answers. */
export interface FakePlatformState {
  /** Usage reports, in order. */
  readonly usage: UsageReport[];
  enforcement: EnforcementPayload;
}

/** Answers what an extension asks of its platform, from its state. Each report costs one unit. */
export function servePlatform(bus: MemoryBus, platform: FakePlatformState): void {
  const answer = (subject: string, reply: (request: unknown) => unknown): void => {
    const deliver: Deliver = (_error, message) => {
      const request: unknown = message.data.length === 0 ? undefined : message.json();
      message.respond(JSON.stringify(reply(request)));
    };
    bus.listen(subject, 'platform', deliver);
  };
  answer(platformServices.clusterInfo, () => ({ replicas: 1 }));
  answer(platformServices.enforcement, () => platform.enforcement);
  answer(platformServices.usageReport, (report) => {
    platform.usage.push(report as UsageReport);
    return { result: 'ok', units: 1, enforcement: platform.enforcement };
  });
}
