import { lowerCase, type RestCall, type RestResult, readRestBody, withSlash } from '../extension/call-rest.js';
import { encodeRestBody } from '../extension/rest-body.js';

/** The HTTP address of an extension, and the token of the caller. */
export interface Gateway {
  readonly url: string;
  readonly token: string;
}

/** Sends one request through the platform's gateway. */
export async function fetchRest({ url, token }: Gateway, call: RestCall): Promise<RestResult> {
  const { data, contentType: ownType } = await encodeRestBody(call.body);
  const response = await fetch(`${url}${withSlash(call.url)}`, {
    method: call.method,
    // A redirect is the answer, and is not followed.
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${token}`,
      ...(ownType === undefined ? {} : { 'content-type': ownType }),
      ...lowerCase(call.headers),
    },
    body: call.body === undefined ? null : data,
    signal: call.signal ?? null,
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
