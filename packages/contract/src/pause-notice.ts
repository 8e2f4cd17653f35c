import * as z from 'zod';
import { onFirstUse } from './on-first-use.js';
import { ROOT } from './subject.js';

/**
 * Broadcasts a `PauseNotice`. A server that is sent an account again drops the replies to the calls in progress. So the platform
 * has the callers wait first. @inferred
 */
export const PAUSE_BROADCAST = `${ROOT}.symphony.pause`;

/** The longest pause in milliseconds. */
export const LONGEST_PAUSE_MS = 3_000;

/** Has callers wait with their next calls, or ends that. @inferred */
export const PauseNotice = onFirstUse(() =>
  z.object({
    id: z.string(),
    /** The extensions whose calls wait. Absent: all calls, and the requests to the platform. */
    prefixes: z.array(z.string()).optional(),
    /** The length of the pause in milliseconds. 0 ends the pause with this id. */
    ms: z.number().min(0).max(LONGEST_PAUSE_MS),
  }),
);
export type PauseNotice = z.infer<typeof PauseNotice>;
