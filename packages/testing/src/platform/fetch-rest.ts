import { decodePayload, encodePayload } from '@symphony-ts/client/internal';
import { isJsonBody, type RestCall, type RestResult } from '../extension/call-rest.js';

/** Where an extension is served over HTTP, and who asks. */
export interface Gateway {
  readonly url: string;
  readonly token: string;
}

/** Sends one request through the platform's gateway. */
export async function fetchRest({ url, token }: Gateway, call: RestCall): Promise<RestResult> {
  const response = await fetch(`${url}${call.url}`, {
    method: call.method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(isJsonBody(call.body) ? { 'content-type': 'application/json' } : {}),
      ...call.headers,
    },
    body: call.body === undefined ? null : Buffer.from(encodePayload(call.body)),
  });
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    headers: Object.fromEntries(response.headers),
    body: decodePayload(new Uint8Array(await response.arrayBuffer())),
  };
}
