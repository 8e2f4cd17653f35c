import { decodeJson, RestEnvelope, readIssues, SymphonyError } from '@symphony-ts/contract';
import { envelopeBody, rawEnvelopeBody } from './envelope-body.js';
import type { PathParams } from './requests.js';
import { sentUrl } from './sent-url.js';

/** An HTTP request as the platform routed it, read by hand. */
export interface ParsedRestRequest {
  /** HTTP method of the request. */
  readonly method: string;
  /** As the client sent it. A path alone is completed with the host `symphony.invalid`. */
  readonly url: URL;
  /** Path parameters by name, decoded. */
  readonly params: PathParams<string>;
  /** A parameter that was repeated is a list. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** Request headers by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON as its value, text as a string, anything else as bytes; `undefined` where there is none. */
  readonly body: unknown;
  /** The body byte by byte as the client sent it, where `data` was the bytes of the request; empty where there is none. */
  readonly rawBody: Uint8Array;
}

const BASE = 'http://symphony.invalid';

/**
 * Reads the envelope of a routed HTTP request, for endpoints that serve hand-written OpenAPI documents without `@Rest`.
 *
 * @param data the bytes of the request, or the input of an endpoint without a schema
 * @throws `INVALID_INPUT`, answered 400, when the input is not an envelope
 */
export function parseRestRequest(data: unknown): ParsedRestRequest {
  const envelope = RestEnvelope.safeParse(data instanceof Uint8Array ? decodeJson(data) : data);
  if (!envelope.success) {
    const issues = readIssues(envelope.error.issues);
    throw new SymphonyError('INVALID_INPUT', { subject: 'the REST envelope', issues });
  }
  const { method, url, pathParams, queryParams, headers } = envelope.data;
  return {
    method,
    url: sentUrl(url, BASE),
    params: pathParams,
    query: queryParams,
    headers,
    body: envelopeBody(envelope.data),
    rawBody: rawEnvelopeBody(data instanceof Uint8Array ? data : undefined, envelope.data),
  };
}
