import * as z from 'zod';
import { onFirstUse } from './on-first-use.js';

/**
 * The body of the reply to a refused request, over NATS (with the error headers of NATS services) and over HTTP. @inferred
 *
 * `error` is a text for the caller. Search the log of the service for `id` to find the details.
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

/** The details of a refusal that the caller can retry after some time. */
export const RetryDetails = onFirstUse(() => z.object({ retryAfterMs: z.number().nonnegative() }));
export type RetryDetails = z.infer<typeof RetryDetails>;
