import { decodeJson, RestEnvelope, readIssues, SymphonyError } from '@symphony-ts/contract';
import { envelopeBody, rawEnvelopeBody } from './envelope-body.js';
import type { PathParams } from './requests.js';
import { sentUrl } from './sent-url.js';

/** An HTTP request that the platform has routed, as `parseRestRequest` returns it. */
export interface ParsedRestRequest {
  /** HTTP method of the request. */
  readonly method: string;
  /** The URL as the client sent it. If it is only a path, its host is `symphony.invalid`. */
  readonly url: URL;
  /** Path parameters by name, decoded. */
  readonly params: PathParams<string>;
  /** Query parameters by name. A repeated parameter is a list. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** Request headers by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body: JSON as its value, text as a string, anything else as bytes. `undefined` if the request has no body. */
  readonly body: unknown;
  /** The exact bytes of the body, if `data` was the bytes of the request. Empty if the request has no body. */
  readonly rawBody: Uint8Array;
}

const BASE = 'http://symphony.invalid';

/**
 * Reads an HTTP request that the platform has routed. Use it in an endpoint that serves a hand-written OpenAPI document
 * without `@Rest`.
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
