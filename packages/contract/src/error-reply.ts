import * as z from 'zod';
import { onFirstUse } from './on-first-use.js';

/**
 * The body of a refused request, over NATS (beside the micro error headers) and over HTTP alike. @inferred
 *
 * `error` is text chosen for the caller; `id` finds the details in the log of the service.
 */
export const ErrorReply = onFirstUse(() =>
  z.object({
    error: z.string(),
    code: z.union([z.string(), z.number()]).optional(),
    id: z.string().optional(),
    details: z.unknown().optional(),
  }),
);
export type ErrorReply = z.infer<typeof ErrorReply>;

/** The details of a refusal that says when to try again. */
export const RetryDetails = onFirstUse(() => z.object({ retryAfterMs: z.number().nonnegative() }));
export type RetryDetails = z.infer<typeof RetryDetails>;
