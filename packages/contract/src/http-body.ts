import { SymphonyError } from './symphony-error.js';
import { isJsonType, mediaType } from './wire-value.js';

/** What the headers of an HTTP message say of its body. */
export interface HttpBodyType {
  /** Media type of the body; `undefined` where nobody said one. */
  readonly contentType: string | undefined;
  /** Bytes that are compressed, say, are left as they are. */
  readonly contentEncoding?: string | undefined;
}

/** A body as its headers say it is meant. */
export type HttpBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly text: string; readonly value: unknown }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

const TEXT = /^text\/|[/+]xml$|^application\/(?:x-www-form-urlencoded|javascript|ecmascript|yaml|x-yaml|x-ndjson)$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads the body of an HTTP message: JSON as its value, text in its charset, anything else as bytes. Without a type it is JSON
 * where it is valid JSON, else text.
 *
 * @throws `INVALID_REQUEST` for a body that says it is JSON and is not
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

/** The bytes as text in the charset they claim, UTF-8 by default; `undefined` where they are not. */
function decode(bytes: Uint8Array, contentType = ''): string | undefined {
  const charset = charsetOf(contentType);
  try {
    return (charset === undefined ? utf8 : new TextDecoder(charset, { fatal: true })).decode(bytes);
  } catch {
    // an unknown charset, or bytes that are not in it: they travel as bytes
    return undefined;
  }
}

const UTF_8 = /^utf-?8$/i;

/**
 * Reads a form in the charset that its content type names, UTF-8 by default; its percent signs stand for bytes of that charset.
 *
 * @throws `INVALID_REQUEST` for a form that is not in its charset, or in one that is unknown
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

/** One field, its characters being bytes. */
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

/** The fields of a query or of a form: text, or a list where a field is repeated. */
export type QueryParams = Record<string, string | string[]>;

/** Reads a query without its question mark, or a form. */
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
