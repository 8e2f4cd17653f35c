import * as z from 'zod';
import { limits } from './limits.js';
import { ExtensionMethod } from './methods.js';
import { onFirstUse } from './on-first-use.js';
import { line, text } from './texts.js';

/** The status that an instance writes with each heartbeat. The status page shows the same states. @inferred fields */
export const StatusEntry = onFirstUse(() =>
  z.object({
    prefix: z.string(),
    instanceId: line(limits.instanceId),
    name: line(limits.name),
    version: line(limits.version),
    /** An instance that stops in good order writes `disconnected` last. */
    status: z.enum(['ok', 'warning', 'error', 'disconnected']),
    message: text(limits.statusMessage).optional(),
    started: z.iso.datetime(),
    timestamp: z.iso.datetime(),
    /** Id of the process. Two processes with one API key write the same entry. Ids sort by the time of start. @inferred */
    process: line(limits.instanceId).optional(),
  }),
);
export type StatusEntry = z.infer<typeof StatusEntry>;

/** One registered extension in a list. `inactive` means registered but not connected. @documented monitoring/status */
export const ExtensionSummary = onFirstUse(() =>
  z.object({
    prefix: z.string(),
    name: z.string(),
    version: z.string(),
    description: z.string().default(''),
    status: z.enum(['ok', 'warning', 'error', 'inactive']),
    instances: z.array(StatusEntry).default([]),
    registered: z.iso.datetime().optional(),
    /** The versions that run at the same time, the registered one first. Absent if there is only one. @inferred */
    versions: z.array(z.object({ version: z.string(), instances: z.number() })).optional(),
    endpoints: z.array(z.string()).default([]),
    /** The endpoints by the name of their method, for typed calls by prefix. @inferred */
    methods: z.record(z.string(), ExtensionMethod).default({}),
  }),
);
export type ExtensionSummary = z.infer<typeof ExtensionSummary>;
