import * as z from 'zod';
import { limits } from './limits.js';
import { ExtensionMethod } from './methods.js';
import { onFirstUse } from './on-first-use.js';
import { line, text } from './texts.js';

/** What an instance writes every heartbeat. The states are those the status page shows. @inferred fields */
export const StatusEntry = onFirstUse(() =>
  z.object({
    prefix: z.string(),
    instanceId: line(limits.instanceId),
    name: line(limits.name),
    version: line(limits.version),
    /** `disconnected` is the last word of an instance that stopped in good order. */
    status: z.enum(['ok', 'warning', 'error', 'disconnected']),
    message: text(limits.statusMessage).optional(),
    started: z.iso.datetime(),
    timestamp: z.iso.datetime(),
    /** Names the process that wrote the entry: two with one API key write one entry. Sorts by time of start. @inferred */
    process: line(limits.instanceId).optional(),
  }),
);
export type StatusEntry = z.infer<typeof StatusEntry>;

/** One registered extension as lists show it. `inactive` is registered and not connected. @documented monitoring/status */
export const ExtensionSummary = onFirstUse(() =>
  z.object({
    prefix: z.string(),
    name: z.string(),
    version: z.string(),
    description: z.string().default(''),
    status: z.enum(['ok', 'warning', 'error', 'inactive']),
    instances: z.array(StatusEntry).default([]),
    registered: z.iso.datetime().optional(),
    /** The versions that run side by side, the registered one first; absent while there is only one. @inferred */
    versions: z.array(z.object({ version: z.string(), instances: z.number() })).optional(),
    endpoints: z.array(z.string()).default([]),
    /** By the method behind each endpoint, for typed calls that know the prefix alone. @inferred */
    methods: z.record(z.string(), ExtensionMethod).default({}),
  }),
);
export type ExtensionSummary = z.infer<typeof ExtensionSummary>;
