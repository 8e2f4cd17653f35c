import { findNonJson } from './json-value.js';
import type { SchemaIssue } from './schema.js';

/** A value as it goes over the wire. */
export interface WireValue {
  /** The payload: text as it is, or bytes. */
  readonly data: string | Uint8Array;
  /** Where the bytes alone do not say what they are: for bytes, and for text that looks like JSON. */
  readonly contentType?: string;
}

/** Types of content, as the SDK writes them. */
export const contentTypes = {
  json: 'application/json',
  text: 'text/plain; charset=utf-8',
  bytes: 'application/octet-stream',
  /** A wrapped reply: JSON with body, status and headers of an HTTP answer. */
  wrapped: 'application/vnd.symphony.reply+json',
} as const;

const NOTHING: WireValue = { data: '' };

/** `isWellFormed` of strings, which the language level of the sources does not know yet. */
const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

/** Whether a reader without a content type might take text for JSON, or for nothing at all. */
const looksLikeJson = (text: string): boolean => /^\s*(?:[[{"\d-]|(?:true|false|null)\s*$|$)/.test(text);

/**
 * How `value` is sent: text and bytes as they are, nothing for `undefined`, else JSON. Throws what
 * `refuse` makes for a value that would not arrive as it is.
 */
export function encodeValue(value: unknown, refuse: (issue: SchemaIssue) => Error): WireValue {
  if (value === undefined) return NOTHING;
  if (value instanceof Uint8Array) return { data: value, contentType: contentTypes.bytes };
  if (typeof value !== 'string') return { data: encodeJson(value, refuse) };
  if (isWellFormed(value))
    return looksLikeJson(value) ? { data: value, contentType: contentTypes.text } : { data: value };
  // Half of a surrogate pair is not UTF-8, but JSON can write it.
  return { data: JSON.stringify(value), contentType: contentTypes.json };
}

/** The JSON of `value`. Throws what `refuse` makes for what JSON would change or cannot hold. */
export function encodeJson(value: unknown, refuse: (issue: SchemaIssue) => Error): string {
  const issue = findNonJson(value);
  if (issue) throw refuse(issue);
  return JSON.stringify(value);
}

/** The media type of a content type, lower case and without parameters. */
export function mediaType(contentType: string): string {
  const end = contentType.indexOf(';');
  return (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}

/** True for `application/json` and every `…+json`. */
export const isJsonType = (contentType: string): boolean => /^application\/json$|\+json$/.test(mediaType(contentType));

/** How the bytes of a message are to be read: as what its content type says, or by how they look where it has none. */
export type ContentKind = 'json' | 'text' | 'bytes' | 'unknown';

/** The kind that a content type says. `unknown` without one: senders that name no type are read by how their bytes look. */
export function contentKind(contentType: string | undefined): ContentKind {
  if (!contentType) return 'unknown';
  if (isJsonType(contentType)) return 'json';
  return mediaType(contentType).startsWith('text/') ? 'text' : 'bytes';
}

/** The same bytes; the `Buffer` that a connection may give them in prints, compares and becomes JSON in another way. */
const plainBytes = (data: Uint8Array): Uint8Array =>
  Buffer.isBuffer(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : data;

// A byte order mark is part of the text.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of `data`, or the bytes themselves where they are not UTF-8. */
export function decodeText(data: Uint8Array): string | Uint8Array {
  try {
    return utf8.decode(data);
  } catch {
    return plainBytes(data); // not UTF-8, so neither JSON nor text
  }
}

/** The JSON in `data`, else its text, else its bytes. */
export function decodeJson(data: Uint8Array): unknown {
  const text = decodeText(data);
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text; // senders of other SDKs may send text as it is
  }
}

/**
 * What `encodeValue` was given. A message without a content type is read by how it looks, as senders without one expect:
 * nothing is `undefined`, JSON its value, other text a string, the rest bytes.
 */
export function decodeValue(data: Uint8Array, contentType: string | undefined): unknown {
  switch (contentKind(contentType)) {
    case 'bytes':
      return plainBytes(data);
    case 'text':
      return decodeText(data);
    case 'json':
    case 'unknown':
      return data.length === 0 ? undefined : decodeJson(data);
  }
}
