import {
  type HttpBody,
  isFramed,
  isIdentityHeader,
  RestEnvelope,
  readFramed,
  readHttpBody,
  readIssues,
  SymphonyError,
  headers as wire,
} from '@symphony-ts/contract';
import { envelopeBody, rawEnvelopeBody } from '../replies/envelope-body.js';
import { readBody } from './body.js';
import { headerOf } from './header-of.js';
import type { InboundRequest } from './inbound-request.js';

/** A request to an `@Rest` operation, before its schemas. */
export interface Routed {
  readonly envelope: RestEnvelope;
  /** JSON as its value, text as a string, anything else as bytes; `undefined` if there is none. */
  readonly body: unknown;
  /** The bytes of the body as they were sent. */
  readonly rawBody: () => Uint8Array;
}

const NOTHING = new Uint8Array();

const contentTypeOf = ({ message }: InboundRequest): string => headerOf(message, wire.contentType);

/** Whether a request is framed; its reply is then framed, too. */
export const isFramedRequest = (request: InboundRequest): boolean => isFramed(contentTypeOf(request));

/**
 * Reads a request of the gateway, framed or as an envelope. A request without a payload is for the operation itself, because a
 * caller over NATS need not mention HTTP. Throws `INVALID_INPUT` if it is neither, and `INVALID_REQUEST` if a body claims to be
 * JSON and is not.
 */
export function readRouted(
  request: InboundRequest,
  { method, path }: { readonly method: string; readonly path: string },
): Routed {
  if (isFramedRequest(request)) return readFramedRequest(request);
  const given = request.data.length === 0 ? { method, url: path } : readBody(request.message, 'json');
  const envelope = parseEnvelope(given, request.subject);
  const body = envelopeBody(envelope);
  return { envelope, body, rawBody: () => rawEnvelopeBody(request.data, envelope) };
}

function readFramedRequest(request: InboundRequest): Routed {
  const framed = readFramed(request.data, contentTypeOf(request));
  const envelope = parseEnvelope(framed?.head, request.subject);
  const bytes = framed?.body ?? NOTHING;
  const { contentType, headers } = envelope;
  const body = readHttpBody(bytes, { contentType, contentEncoding: headers['content-encoding'] });
  return { envelope, body: valueOf(body), rawBody: () => bytes };
}

function valueOf(body: HttpBody): unknown {
  switch (body.kind) {
    case 'none':
      return undefined;
    case 'json':
      return body.value;
    case 'text':
      return body.text;
    case 'bytes':
      return body.bytes;
  }
}

function parseEnvelope(given: unknown, subject: string): RestEnvelope {
  const envelope = RestEnvelope.safeParse(given);
  if (envelope.success) return { ...envelope.data, headers: withoutIdentity(envelope.data.headers) };
  const issues = readIssues(envelope.error.issues);
  throw new SymphonyError('INVALID_INPUT', { subject, issues });
}

/**
 * Removes headers about the caller's identity. The gateway removes them, too, but a caller over NATS writes the envelope
 * itself.
 */
const withoutIdentity = (headers: RestEnvelope['headers']): RestEnvelope['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !isIdentityHeader(name.toLowerCase())));
