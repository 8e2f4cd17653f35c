import { encodePayload } from '@symphony-ts/client/internal';
import { isJsonBody, type RestCall, type RestResult, readRestBody } from '../extension/call-rest.js';

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
    body: call.body === undefined ? null : Buffer.from(encodePayload(call.body).data),
  });
  const contentType = response.headers.get('content-type') ?? '';
  const body = new Uint8Array(await response.arrayBuffer());
  return {
    status: response.status,
    contentType,
    headers: Object.fromEntries(response.headers),
    body: readRestBody(call.method, { status: response.status, contentType, body }),
  };
}
