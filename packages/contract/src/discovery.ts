import * as z from 'zod';
import { limits } from './limits.js';
import { onFirstUse } from './on-first-use.js';

/** The questions that every NATS service answers. @documented by NATS ADR-32 */
export const discoveryVerbs = ['ping', 'info', 'stats'] as const;
/** One of `discoveryVerbs`. */
export type DiscoveryVerb = (typeof discoveryVerbs)[number];

/** Asks the platform for the services of one extension, or of all extensions if `prefix` is omitted. @inferred */
export const DiscoveryRequest = onFirstUse(() => z.object({ prefix: z.string().max(limits.name).optional() }));
export type DiscoveryRequest = z.infer<typeof DiscoveryRequest>;

const NAME = /^[A-Za-z0-9_-]{1,128}$/;
/** The answer of a NATS service. `info` and `stats` have more fields than `ping`. @documented by NATS ADR-32 */
export const ServiceAnswer = onFirstUse(() =>
  z.looseObject({
    name: z.string().regex(NAME),
    id: z.string().min(1).max(128),
    version: z.string().max(128),
    metadata: z.record(z.string(), z.string()).nullish(),
    endpoints: z.array(z.looseObject({ name: z.string(), subject: z.string().optional() })).nullish(),
  }),
);
export type ServiceAnswer = z.infer<typeof ServiceAnswer>;

/** One service that answered. @inferred */
export const DiscoveredService = onFirstUse(() =>
  z.object({
    /** The extension whose account the answer came from. The platform sets it; the extension itself writes `service`. */
    prefix: z.string(),
    /** `true` for the extension's main service, and for a service that its manifest names. */
    isDeclared: z.boolean(),
    service: ServiceAnswer,
  }),
);
export type DiscoveredService = z.infer<typeof DiscoveredService>;

/** The answer of the platform to a discovery. @inferred */
export const DiscoveryReply = onFirstUse(() =>
  z.object({
    /** Sorted by prefix, name and id. */
    services: z.array(DiscoveredService),
    /** Answers that were omitted, because they name another extension or cannot be read. */
    dropped: z.array(z.object({ prefix: z.string(), reason: z.string() })).default([]),
    /** Extensions whose services do not fit into this reply. Ask for one extension alone to see the rest. */
    incomplete: z.array(z.string()).default([]),
  }),
);
export type DiscoveryReply = z.infer<typeof DiscoveryReply>;
