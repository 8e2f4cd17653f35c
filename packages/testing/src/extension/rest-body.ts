import { encodePayload } from '@symphony-ts/client/internal';

/** The bytes of an HTTP request, and the type that goes without saying. */
export interface RestBody {
  readonly data: Uint8Array;
  readonly contentType: string | undefined;
}

/** What `fetch` knows how to send: a form has a type, and a multipart form a boundary. */
const isFetchBody = (body: unknown): body is FormData | URLSearchParams | Blob =>
  body instanceof FormData || body instanceof URLSearchParams || body instanceof Blob;

/** Text and bytes as they are, forms and files as `fetch` sends them, anything else as JSON. */
export async function encodeRestBody(body: unknown): Promise<RestBody> {
  if (isFetchBody(body)) {
    const sent = new Response(body);
    const contentType = sent.headers.get('content-type') ?? undefined;
    return { data: new Uint8Array(await sent.arrayBuffer()), contentType };
  }
  const isJson = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
  return { data: Buffer.from(encodePayload(body).data), contentType: isJson ? 'application/json' : undefined };
}
