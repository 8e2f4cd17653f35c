import { SymphonyError } from './symphony-error.js';
import { isJsonType, mediaType } from './wire-value.js';

/** The headers that describe the body of an HTTP message. */
export interface HttpBodyType {
  /** Media type of the body. `undefined` if the message has none. */
  readonly contentType: string | undefined;
  /** Encoding of the body, such as `gzip`. An encoded body stays as bytes. */
  readonly contentEncoding?: string | undefined;
}

/** A body, decoded as its headers say. */
export type HttpBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly text: string; readonly value: unknown }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

const TEXT = /^text\/|[/+]xml$|^application\/(?:x-www-form-urlencoded|javascript|ecmascript|yaml|x-yaml|x-ndjson)$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads the body of an HTTP message: JSON as its value, text in its charset, anything else as bytes. A body without a type is
 * JSON if it is valid JSON, otherwise text.
 *
 * @throws `INVALID_REQUEST` when the type is JSON and the body is not valid JSON
 */
export function readHttpBody(bytes: Uint8Array, { contentType, contentEncoding }: HttpBodyType): HttpBody {
  if (bytes.length === 0) return { kind: 'none' };
  const isEncoded = contentEncoding !== undefined && contentEncoding.toLowerCase() !== 'identity';
  const isJson = contentType !== undefined && isJsonType(contentType);
  if (isEncoded || !(contentType === undefined || isJson || TEXT.test(mediaType(contentType)))) {
    return { kind: 'bytes', bytes };
  }
  const text = decode(bytes, contentType);
  if (isJson) return parse(text, 'its JSON body is not in its charset', 'its body is not the JSON it says it is');
  if (text === undefined) return { kind: 'bytes', bytes };
  if (contentType !== undefined) return { kind: 'text', text };
  try {
    return { kind: 'json', text, value: JSON.parse(text) as unknown };
  } catch {
    return { kind: 'text', text };
  }
}

function parse(text: string | undefined, notText: string, notJson: string): HttpBody {
  if (text === undefined) throw new SymphonyError('INVALID_REQUEST', { reason: notText });
  try {
    return { kind: 'json', text, value: JSON.parse(text) as unknown };
  } catch (error) {
    throw new SymphonyError('INVALID_REQUEST', { reason: notJson }, { cause: error });
  }
}

const charsetOf = (contentType: string): string | undefined => /;\s*charset="?([^\s;"]+)/i.exec(contentType)?.[1];

/** The bytes as text in the charset of `contentType`, UTF-8 by default; `undefined` if they are not text in it. */
function decode(bytes: Uint8Array, contentType = ''): string | undefined {
  const charset = charsetOf(contentType);
  try {
    return (charset === undefined ? utf8 : new TextDecoder(charset, { fatal: true })).decode(bytes);
  } catch {
    // The charset is unknown, or the bytes are not valid in it. The body stays as bytes.
    return undefined;
  }
}

const UTF_8 = /^utf-?8$/i;

/**
 * Reads a form in the charset of its content type. Default: UTF-8. Its percent-encoded bytes are in that charset, too.
 *
 * @throws `INVALID_REQUEST` when the charset is unknown, or the form is not valid in it
 */
export function readForm(bytes: Uint8Array, contentType: string): QueryParams {
  const charset = charsetOf(contentType);
  if (charset === undefined || UTF_8.test(charset)) return readQueryParams(Buffer.from(bytes).toString());
  const text = Buffer.from(bytes).toString('latin1');
  try {
    const decoder = new TextDecoder(charset, { fatal: true });
    return gather(
      text
        .split('&')
        .filter(Boolean)
        .map((pair) => readPair(pair, (octets) => decoder.decode(octets))),
    );
  } catch (error) {
    throw new SymphonyError(
      'INVALID_REQUEST',
      { reason: `its form is not in the charset '${charset}'` },
      { cause: error },
    );
  }
}

/** Reads one field. Each character of `pair` stands for one byte of the form. */
function readPair(pair: string, decode: (bytes: Uint8Array) => string): readonly [name: string, value: string] {
  const end = pair.includes('=') ? pair.indexOf('=') : pair.length;
  const read = (part: string): string => {
    const bytes = part
      .replaceAll('+', ' ')
      .replace(/%([\da-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return decode(Buffer.from(bytes, 'latin1'));
  };
  return [read(pair.slice(0, end)), read(pair.slice(end + 1))];
}

/** The fields of a query or of a form. A field is a text; a repeated field is a list. */
export type QueryParams = Record<string, string | string[]>;

/** Reads a form, or a query without its question mark. */
export function readQueryParams(text: string): QueryParams {
  return gather(new URLSearchParams(text));
}

function gather(pairs: Iterable<readonly [name: string, value: string]>): QueryParams {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of pairs) {
    const known = fields.get(name);
    if (known === undefined) fields.set(name, value);
    else if (typeof known === 'string') fields.set(name, [known, value]);
    else known.push(value);
  }
  return Object.fromEntries(fields);
}
