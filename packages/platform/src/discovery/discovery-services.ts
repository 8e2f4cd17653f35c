import {
  type DiscoveryReply,
  DiscoveryRequest,
  type DiscoveryVerb,
  discoveryVerbs,
  ROOT,
  SymphonyError,
} from '@symphony-ts/contract';
import type { Registry } from '../registry/registry.js';
import type { PlatformService, ServiceRequest } from '../services/platform-service.js';
import type { Discovery } from './discovery.js';

/** What the discovery services need. */
export interface DiscoveryParts {
  readonly registry: Registry;
  readonly discovery: Pick<Discovery, 'discover'>;
  /** Whether the key of the caller's NATS user holds a right. */
  readonly holds: (request: ServiceRequest, right: string) => boolean;
}

/**
 * Answers with the descriptions that the extensions' micro services give, to keys with a `pub` capability on the service's own
 * subject.
 */
export const discoveryServices = (parts: DiscoveryParts): PlatformService[] =>
  discoveryVerbs.map((verb) => ({
    name: `discovery.${verb}`,
    handle: (request) => answer(parts, verb, request),
  }));

async function answer(
  { registry, discovery, holds }: DiscoveryParts,
  verb: DiscoveryVerb,
  request: ServiceRequest,
): Promise<DiscoveryReply> {
  const subject = `${ROOT}.services.discovery.${verb}`;
  if (!holds(request, subject)) throw new SymphonyError('PERMISSION_DENIED', { operation: 'publish', subject });
  const { prefix } = DiscoveryRequest.parse(request.body ?? {});
  if (prefix === undefined) return discovery.discover(verb, liveOnes(registry));
  if (!registry.has(prefix)) throw new SymphonyError('EXTENSION_NOT_FOUND', { prefix });
  return discovery.discover(verb, [prefix]);
}

/** The extensions that may have a live instance. For the others, a server of 2.9 would not report that nobody listens. */
const liveOnes = (registry: Registry): string[] =>
  registry
    .list()
    .filter(({ prefix, instances }) => instances.length > 0 || registry.isIncomplete(prefix))
    .map(({ prefix }) => prefix);
