import * as z from 'zod';
import { limits } from './limits.js';
import { onFirstUse } from './on-first-use.js';

/** What is asked of micro services. @documented by NATS ADR-32 */
export const discoveryVerbs = ['ping', 'info', 'stats'] as const;
/** One of the three questions that every micro service answers. */
export type DiscoveryVerb = (typeof discoveryVerbs)[number];

/** Asks the platform to discover the services of one extension; without a prefix those of all. @inferred */
export const DiscoveryRequest = onFirstUse(() => z.object({ prefix: z.string().max(limits.name).optional() }));
export type DiscoveryRequest = z.infer<typeof DiscoveryRequest>;

const NAME = /^[A-Za-z0-9_-]{1,128}$/;
/** What a micro service says about itself: more with `info` and `stats` than with `ping`. @documented by NATS ADR-32 */
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
    /** The extension in whose account it answered. The platform knows that; all of `service` is the extension's own word. */
    prefix: z.string(),
    /** Whether it is the extension's main service, or one that its manifest names. */
    isDeclared: z.boolean(),
    service: ServiceAnswer,
  }),
);
export type DiscoveredService = z.infer<typeof DiscoveredService>;

/** What the platform answers to a discovery. @inferred */
export const DiscoveryReply = onFirstUse(() =>
  z.object({
    /** Sorted by prefix, name and id. */
    services: z.array(DiscoveredService),
    /** Answers that were left out: they speak as another extension, or are none. */
    dropped: z.array(z.object({ prefix: z.string(), reason: z.string() })).default([]),
    /** Extensions that said more than one answer holds; ask for one alone to learn more. */
    incomplete: z.array(z.string()).default([]),
  }),
);
export type DiscoveryReply = z.infer<typeof DiscoveryReply>;
