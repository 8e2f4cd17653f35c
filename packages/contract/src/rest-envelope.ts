import * as z from 'zod';
import { onFirstUse } from './on-first-use.js';

/**
 * An HTTP request on NATS. The parts are documented (development/rust), the keys are not. @inferred
 *
 * A JSON body is a value, text is a string, anything else is base64 with `bodyEncoding: 'base64'`. An `@Rest` operation gets a
 * framed message: its head is the envelope without the body, and the bytes of the body follow.
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
    /** Number of bytes of a JSON body as it was sent. They are in front of the closing brace. */
    bodyLength: z.number().int().nonnegative().optional(),
    contentType: z.string().optional(),
  }),
);
export type RestEnvelope = z.infer<typeof RestEnvelope>;

/** A wrapped reply. The SDK writes this spelling of the fields, and reads both spellings. @documented development/go */
export interface WrappedReply {
  /** Body of the HTTP reply. */
  readonly body: unknown;
  /** HTTP status. Default 200. */
  readonly statusCode?: number;
  /** Media type of the body. Default `application/json`. */
  readonly contentType?: string;
  /** Headers of the HTTP reply. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `base64` if the body is not text. @inferred */
  readonly bodyEncoding?: 'base64';
}
