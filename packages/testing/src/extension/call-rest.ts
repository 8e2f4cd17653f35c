import type { NatsConnection } from '@nats-io/nats-core';
import { endpointSubject, type Manifest } from '@symphony-ts/contract';
import { decodePayload, encodePayload } from '@symphony-ts/client/internal';
import { buildEnvelope, createOpenApiRouter, readOpenApi, readReply } from '@symphony-ts/platform/internal';

export interface RestInit {
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes as they are; anything else as JSON, with its content type. */
  readonly body?: unknown;
}

export interface RestCall extends RestInit {
  readonly method: string;
  /** Path and query below the extension. */
  readonly url: string;
}

/** What HTTP would have answered. */
export interface RestResult {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON as its value, text as a string, the rest as bytes. */
  readonly body: unknown;
}

const TIMEOUT_MS = 60_000;
/** True for a body that is neither text nor bytes, and so travels as JSON. */
export const isJsonBody = (body: unknown): boolean =>
  body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);

/** Routes one HTTP request by the OpenAPI document of `manifest`, with the gateway's own routing and reading of replies. */
export async function callRest(nc: NatsConnection, manifest: Manifest, call: RestCall): Promise<RestResult> {
  const documents = manifest.services.flatMap(({ metadata }) => metadata['openapi'] ?? []).map(readOpenApi);
  const [path = '', query = ''] = call.url.split('?', 2);
  const match = createOpenApiRouter(documents)(call.method, path);
  switch (match.kind) {
    case 'not-found':
      return refused(404, `no operation at ${path}`);
    case 'malformed':
      return refused(400, match.reason);
    case 'method-not-allowed':
      return { ...refused(405, `${path} has no ${call.method}`), headers: { allow: match.allow.join(', ') } };
    case 'options':
      return { status: 204, contentType: '', headers: { allow: match.allow.join(', ') }, body: undefined };
    case 'operation': {
      const headers = { ...(isJsonBody(call.body) ? { 'content-type': 'application/json' } : {}), ...call.headers };
      const body = encodePayload(call.body);
      const envelope = buildEnvelope({ method: match.method, path, query, headers, body }, match.params);
      const subject = endpointSubject(manifest.prefix, match.endpoint);
      const answer = await nc.request(subject, encodePayload(envelope), { timeout: TIMEOUT_MS });
      const reply = readReply(answer.data, (name) => answer.headers?.get(name) ?? '');
      // As HTTP has it: what answers HEAD tells everything but the body.
      return { ...reply, body: call.method === 'HEAD' ? undefined : decodePayload(reply.body) };
    }
  }
}

const refused = (status: number, error: string): RestResult => ({
  status,
  contentType: 'application/json',
  headers: {},
  body: { error },
});
