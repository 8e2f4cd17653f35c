import { decodeText, type MaybePromise, mediaType, readForm, type Schema, SymphonyError } from '@symphony-ts/contract';
import { bodyKind } from './body.js';
import { listFields } from './list-fields.js';
import type { Routed } from './routed-request.js';

const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data';

/** Converts the body of a request to the form that its operation reads. */
export type ContentReader = (routed: Routed) => MaybePromise<unknown>;

/**
 * Reads forms as their fields; files in them are `File` objects. An operation that wants text receives the text. This also
 * holds for a form, and for a body without a content type that looks like JSON. Any other body stays unchanged.
 *
 * @throws `INVALID_REQUEST` when a body claims to be a multipart form and is not, or a form is not valid in its charset
 */
export function contentReader(schema: Schema | undefined): ContentReader {
  if (bodyKind(schema) === 'text') return readText;
  const lists = listFields(schema);
  return (routed) => {
    const { body, envelope, rawBody } = routed;
    const type = envelope.contentType === undefined ? '' : mediaType(envelope.contentType);
    if (type === FORM && isUnread(body) && !isEncoded(envelope.headers))
      return lists(readForm(rawBody(), envelope.contentType ?? ''));
    if (type === MULTIPART && body instanceof Uint8Array) {
      return readMultipart(rawBody(), envelope.contentType ?? '').then(lists);
    }
    return body;
  };
}

/** Whether a body is as it came. An envelope that was written by hand may hold the fields of a form as an object. */
const isUnread = (body: unknown): boolean =>
  body === undefined || typeof body === 'string' || body instanceof Uint8Array;

/** Compressed bodies stay bytes. */
const isEncoded = ({ 'content-encoding': encoding }: Readonly<Record<string, string>>): boolean =>
  encoding !== undefined && encoding.toLowerCase() !== 'identity';

function readText({ body, envelope, rawBody }: Routed): unknown {
  const isTyped = envelope.contentType !== undefined || typeof body === 'string' || body === undefined;
  return isTyped ? body : decodeText(rawBody());
}

/** The body is part of one message, so its size is limited. The parser is that of `fetch`, which is part of Node. */
async function readMultipart(bytes: Uint8Array, contentType: string): Promise<Readonly<Record<string, unknown>>> {
  const fields = new Map<string, unknown>();
  for (const [name, value] of await parseMultipart(bytes, contentType)) {
    const known = fields.get(name);
    if (known === undefined) fields.set(name, value);
    else if (Array.isArray(known)) known.push(value);
    else fields.set(name, [known, value]);
  }
  return Object.fromEntries(fields);
}

async function parseMultipart(bytes: Uint8Array, contentType: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  } catch (error) {
    throw new SymphonyError(
      'INVALID_REQUEST',
      { reason: 'its body is not the multipart form it says it is' },
      { cause: error },
    );
  }
}
