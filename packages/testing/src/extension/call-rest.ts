import { randomUUID } from 'node:crypto';
import { METHODS } from 'node:http';
import type { NatsConnection } from '@nats-io/nats-core';
import { decodePayload } from '@symphony-ts/client/internal';
import {
  assertKnownOptions,
  endpointSubject,
  instanceSubject,
  isSymphonyError,
  type Manifest,
  type OptionNames,
  type Refusal,
  refusalOf,
  SymphonyError,
} from '@symphony-ts/contract';
import {
  callExtension,
  createOpenApiRouter,
  type GatewayRequest,
  readHttpReply,
  readInstance,
  readOpenApi,
  readTimeout,
  refusalWith,
  routedBody,
} from '@symphony-ts/platform/internal';
import { Cancellation } from '@symphony-ts/storage/internal';
import { encodeRestBody } from './rest-body.js';

/** Headers, body and signal of a call to a REST operation. You can omit all of them. */
export interface RestInit {
  /** Request headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes are sent unchanged, `FormData`, `URLSearchParams` and `Blob` as `fetch` does, anything else as JSON. */
  readonly body?: unknown;
  /** Ends the call, like an HTTP client that disconnects. The handler's signal aborts. */
  readonly signal?: AbortSignal;
}

const restInitNames = { headers: true, body: true, signal: true } as const satisfies OptionNames<RestInit>;

/** Refuses a misspelt `body` or `headers`, with which the request would be another one. */
export const assertRestInit = (init: RestInit): void => assertKnownOptions('rest', init, restInitNames);

export interface RestCall extends RestInit {
  readonly method: string;
  /** Path and query below the extension. */
  readonly url: string;
  /** The instance that answers. */
  readonly instanceId?: string;
  /** The proof of who calls. */
  readonly caller?: string | undefined;
  /** The error behind a refusal, by its id. */
  readonly errorOf?: ((id: unknown) => Error | undefined) | undefined;
}

/** The HTTP reply of a REST operation. */
export interface RestResult {
  /** HTTP status. */
  readonly status: number;
  /** Media type of the body. */
  readonly contentType: string;
  /** Headers of the reply, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, decoded by its content type: JSON as its value, text as a string, anything else as bytes. */
  readonly body: unknown;
  /** The unexpected error of the handler, if the status is 500. A real HTTP client does not see it. */
  readonly cause?: Error;
}

/** HTTP sends no body with these. */
const BODYLESS = [204, 205, 304];

/** The body of a reply as a test sees it; `undefined` if HTTP sends none. */
export const readRestBody = (method: string, { status, contentType, body }: RestReply): unknown =>
  method === 'HEAD' || BODYLESS.includes(status) ? undefined : decodePayload(body, contentType);

interface RestReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/**
 * Routes one HTTP request by the OpenAPI document of `manifest`. It uses the gateway's own code to route, to call and to read
 * replies. So refusals have the same form as those of the gateway.
 */
export async function callRest(nc: NatsConnection, manifest: Manifest, call: RestCall): Promise<RestResult> {
  call.signal?.throwIfAborted();
  // A request that cannot be sent is a mistake of the test, not an answer of the gateway.
  const request = await sentRequest(call);
  try {
    const result = withType(await route(nc, manifest, { ...call, request }));
    const cause = call.errorOf?.(Reflect.get(Object(result.body), 'id'));
    return cause ? { ...result, cause } : result;
  } catch (error) {
    // As with `fetch`: the caller has left, so there is no answer.
    call.signal?.throwIfAborted();
    const refusal = refusalOf(error, {
      what: 'the request',
      logOf: 'the platform',
      newId: randomUUID,
      // Errors that a caller must not see are shown to the test.
      log: (_id, unexpected) => {
        throw unexpected;
      },
    });
    const allow = isSymphonyError(error, 'METHOD_NOT_ALLOWED') ? { allow: error.params.allow.join(', ') } : {};
    return withType(refused(refusal, allow));
  }
}

const refused = ({ status, body }: Refusal, headers: RestResult['headers'] = {}): RestResult => ({
  status,
  contentType: 'application/json; charset=utf-8',
  headers,
  body,
});

/** The type is among the headers, as in HTTP. */
const withType = (result: RestResult): RestResult =>
  result.contentType === ''
    ? result
    : { ...result, headers: { ...result.headers, 'content-type': result.contentType } };

async function route(nc: NatsConnection, manifest: Manifest, call: SentCall): Promise<RestResult> {
  const { prefix } = manifest;
  const { method, path, query, headers, body } = call.request;
  if (!METHODS.includes(method)) return refused(refusalWith(400, 'the request is not HTTP'));
  if (body.length > 0 && !MEDIA_TYPE.test(headers['content-type'] ?? ANY_TYPE)) {
    return refused(refusalWith(415, 'Unsupported Media Type'));
  }
  const documents = manifest.services.flatMap(({ metadata }) => metadata['openapi'] ?? []).map(readOpenApi);
  const match = createOpenApiRouter(documents)(method, path);
  switch (match.kind) {
    case 'not-found':
      throw new SymphonyError('ROUTE_NOT_FOUND', { prefix, path });
    case 'malformed':
      throw new SymphonyError('INVALID_REQUEST', { reason: match.reason });
    case 'method-not-allowed':
      throw new SymphonyError('METHOD_NOT_ALLOWED', { method, path, allow: match.allow });
    case 'options':
      return { status: 204, contentType: '', headers: { allow: match.allow.join(', ') }, body: undefined };
    case 'operation': {
      const { endpoint, params: pathParams, ownsInstance } = match;
      const routed = routedBody(
        { method: match.method, path, query, headers, body },
        { manifest, endpoint, pathParams, ownsInstance },
      );
      const answer = await callExtension(nc, {
        subject: subjectFor({ prefix, endpoint, asked: readInstance(headers, ownsInstance ? '' : query) }, call),
        ...routed,
        timeoutMs: readTimeout(headers['symphony-timeout']),
        ...(call.signal ? { cancellation: Cancellation.of(call.signal) } : {}),
        caller: call.caller,
        trace: {},
      });
      const reply = readHttpReply(answer.data, (name) => answer.headers?.get(name) ?? '');
      const contentType = BODYLESS.includes(reply.status) ? '' : reply.contentType;
      return { ...reply, contentType, body: readRestBody(method, reply) };
    }
  }
}

interface SentRequest extends GatewayRequest {
  readonly headers: Readonly<Record<string, string>>;
}

interface SentCall extends RestCall {
  readonly request: SentRequest;
}

/** A request as `fetch` sends it: `get` is GET, names of headers are in lower case, the path is percent-encoded. */
async function sentRequest(call: RestCall): Promise<SentRequest> {
  const url = new URL(`http://symphony.invalid${withSlash(call.url)}`);
  const { method } = new Request(url, { method: call.method });
  const { data: body, contentType } = await encodeRestBody(call.body);
  const own = contentType === undefined ? {} : { 'content-type': contentType };
  const headers = Object.fromEntries(new Headers({ ...own, ...lowerCase(call.headers) }));
  return { method, path: url.pathname, query: url.search.slice(1), headers, body };
}

/** A path below the extension; a test may leave out its first slash. */
export const withSlash = (url: string): string => (url.startsWith('/') ? url : `/${url}`);

const ANY_TYPE = 'application/octet-stream';
const MEDIA_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(?:;|$)/;

/** Headers by their names in lower case, so that one replaces another. */
export const lowerCase = (headers: RestInit['headers'] = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

interface Addressed {
  readonly prefix: string;
  readonly endpoint: string;
  readonly asked: string | undefined;
}

function subjectFor({ prefix, endpoint, asked }: Addressed, { instanceId }: RestCall): string {
  if (asked === undefined) return endpointSubject(prefix, endpoint);
  if (asked === instanceId) return instanceSubject(prefix, asked, endpoint);
  throw new SymphonyError('INSTANCE_NOT_FOUND', { prefix, instance: asked });
}
