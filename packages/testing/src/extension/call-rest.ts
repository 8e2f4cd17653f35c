import { randomUUID } from 'node:crypto';
import type { NatsConnection } from '@nats-io/nats-core';
import { decodePayload, encodePayload } from '@symphony-ts/client/internal';
import { endpointSubject, isSymphonyError, type Manifest, refusalOf, SymphonyError } from '@symphony-ts/contract';
import {
  callExtension,
  createOpenApiRouter,
  readHttpReply,
  readOpenApi,
  readTimeout,
  routedBody,
} from '@symphony-ts/platform/internal';

/** Headers and body of a call to a REST operation. Both may be omitted. */
export interface RestInit {
  /** Request headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes as they are; anything else as JSON, with its content type. */
  readonly body?: unknown;
}

export interface RestCall extends RestInit {
  readonly method: string;
  /** Path and query below the extension. */
  readonly url: string;
  /** The proof of who calls. */
  readonly caller?: string | undefined;
  /** The error behind a refusal, by its id. */
  readonly errorOf?: ((id: unknown) => Error | undefined) | undefined;
}

/** What HTTP would have answered. */
export interface RestResult {
  /** HTTP status. */
  readonly status: number;
  /** Media type of the body. */
  readonly contentType: string;
  /** Headers of the reply, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As its content type says: JSON as its value, text as a string, the rest as bytes. */
  readonly body: unknown;
  /** The unexpected error of the handler behind a 500, which an HTTP client does not see. Absent otherwise. */
  readonly cause?: Error;
}

/** True for a body that is neither text nor bytes, and so travels as JSON. */
export const isJsonBody = (body: unknown): boolean =>
  body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);

/** HTTP sends no body with these. */
const BODYLESS = [204, 205, 304];

/** The body of a reply as a test sees it; `undefined` where HTTP sends none. */
export const readRestBody = (method: string, { status, contentType, body }: RestReply): unknown =>
  method === 'HEAD' || BODYLESS.includes(status) ? undefined : decodePayload(body, contentType);

interface RestReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/**
 * Routes one HTTP request by the OpenAPI document of `manifest`, with the gateway's own routing, calling and reading of
 * replies. What the gateway refuses is refused in the same form.
 */
export async function callRest(nc: NatsConnection, manifest: Manifest, call: RestCall): Promise<RestResult> {
  try {
    const result = await route(nc, manifest, call);
    const cause = call.errorOf?.(Reflect.get(Object(result.body), 'id'));
    return cause ? { ...result, cause } : result;
  } catch (error) {
    const { status, body } = refusalOf(error, {
      what: 'the request',
      logOf: 'the platform',
      newId: randomUUID,
      // What is not meant for the caller is meant for the test.
      log: (_id, unexpected) => {
        throw unexpected;
      },
    });
    const headers = isSymphonyError(error, 'METHOD_NOT_ALLOWED') ? { allow: error.params.allow.join(', ') } : {};
    return { status, contentType: JSON_TYPE, headers, body };
  }
}

const JSON_TYPE = 'application/json; charset=utf-8';

async function route(nc: NatsConnection, manifest: Manifest, call: RestCall): Promise<RestResult> {
  const { prefix } = manifest;
  // As `fetch` does: a path that is not percent-encoded is encoded.
  const { pathname: path, search } = new URL(call.url, 'http://symphony.invalid');
  const documents = manifest.services.flatMap(({ metadata }) => metadata['openapi'] ?? []).map(readOpenApi);
  const match = createOpenApiRouter(documents)(call.method, path);
  switch (match.kind) {
    case 'not-found':
      throw new SymphonyError('ROUTE_NOT_FOUND', { prefix, path });
    case 'malformed':
      throw new SymphonyError('INVALID_REQUEST', { reason: match.reason });
    case 'method-not-allowed':
      throw new SymphonyError('METHOD_NOT_ALLOWED', { method: call.method, path, allow: match.allow });
    case 'options':
      return { status: 204, contentType: '', headers: { allow: match.allow.join(', ') }, body: undefined };
    case 'operation': {
      const headers: Readonly<Record<string, string>> = {
        ...(isJsonBody(call.body) ? { 'content-type': 'application/json' } : {}),
        ...call.headers,
      };
      const { data: body } = encodePayload(call.body);
      const { endpoint, params: pathParams, ownsInstance } = match;
      const routed = routedBody(
        { method: match.method, path, query: search.slice(1), headers, body: Buffer.from(body) },
        { manifest, endpoint, pathParams, ownsInstance },
      );
      const answer = await callExtension(nc, {
        subject: endpointSubject(prefix, match.endpoint),
        ...routed,
        timeoutMs: readTimeout(headers['symphony-timeout']),
        caller: call.caller,
        trace: {},
      });
      const reply = readHttpReply(answer.data, (name) => answer.headers?.get(name) ?? '');
      const contentType = BODYLESS.includes(reply.status) ? '' : reply.contentType;
      return { ...reply, contentType, body: readRestBody(call.method, reply) };
    }
  }
}
