import { encodePayload } from '@symphony-ts/client/internal';

/** The bytes of an HTTP request, and the content type they have by default. */
export interface RestBody {
  readonly data: Uint8Array;
  readonly contentType: string | undefined;
}

/** A body that `fetch` can send: it sets the type of a form, and the boundary of a multipart form. */
const isFetchBody = (body: unknown): body is FormData | URLSearchParams | Blob =>
  body instanceof FormData || body instanceof URLSearchParams || body instanceof Blob;

/** Text and bytes unchanged, forms and files as `fetch` sends them, anything else as JSON. */
export async function encodeRestBody(body: unknown): Promise<RestBody> {
  if (isFetchBody(body)) {
    const sent = new Response(body);
    const contentType = sent.headers.get('content-type') ?? undefined;
    return { data: new Uint8Array(await sent.arrayBuffer()), contentType };
  }
  const isJson = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
  return { data: Buffer.from(encodePayload(body).data), contentType: isJson ? 'application/json' : undefined };
}
