import * as z from 'zod';
import { onFirstUse } from './on-first-use.js';

/**
 * What a routed HTTP request looks like on NATS. The parts are documented (development/rust), the keys are not. @inferred
 *
 * A body that is JSON stands as a value; text as a string; anything else as base64 with `bodyEncoding: 'base64'`. An `@Rest`
 * operation gets the envelope without body as the head of a framed message, with the bytes of the body behind it.
 */
export const RestEnvelope = onFirstUse(() =>
  z.object({
    method: z.string(),
    url: z.string(),
    path: z.string().optional(),
    pathParams: z.record(z.string(), z.string()).default({}),
    queryParams: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.unknown().optional(),
    bodyEncoding: z.literal('base64').optional(),
    /** How many bytes before the closing brace are a JSON body as it was sent. */
    bodyLength: z.number().int().nonnegative().optional(),
    contentType: z.string().optional(),
  }),
);
export type RestEnvelope = z.infer<typeof RestEnvelope>;

/** A wrapped reply, in the spelling the SDK writes. Both spellings are read. @documented development/go */
export interface WrappedReply {
  /** Body of the HTTP reply. */
  readonly body: unknown;
  /** HTTP status. Default 200. */
  readonly statusCode?: number;
  /** Media type of the body. Default `application/json`. */
  readonly contentType?: string;
  /** Headers of the HTTP reply. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `base64` for a body that is not text. @inferred */
  readonly bodyEncoding?: 'base64';
}
