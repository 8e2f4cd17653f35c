import { findNonJson } from './json-value.js';
import type { SchemaIssue } from './schema.js';

/** An encoded value, as it goes over the wire. */
export interface WireValue {
  /** The payload: text or bytes. */
  readonly data: string | Uint8Array;
  /** Type of the payload. Set for bytes, and for text that looks like JSON. */
  readonly contentType?: string;
}

/** Content types that the SDK writes. */
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

/** Whether a reader without a content type could take a text for JSON, or for an empty payload. */
const looksLikeJson = (text: string): boolean => /^\s*(?:[[{"\d-]|(?:true|false|null)\s*$|$)/.test(text);

/**
 * Encodes `value`: text and bytes unchanged, `undefined` as an empty payload, anything else as JSON.
 *
 * @throws what the function `refuse` returns, when JSON would change the value
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

/**
 * Encodes `value` as JSON.
 *
 * @throws what the function `refuse` returns, when JSON would change the value or cannot hold it
 */
export function encodeJson(value: unknown, refuse: (issue: SchemaIssue) => Error): string {
  const issue = findNonJson(value);
  if (issue) throw refuse(issue);
  return JSON.stringify(value);
}

/** Returns the media type of a content type, in lower case and without parameters. */
export function mediaType(contentType: string): string {
  const end = contentType.indexOf(';');
  return (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}

/** True for `application/json`, and for each type that ends with `+json`. */
export const isJsonType = (contentType: string): boolean => /^application\/json$|\+json$/.test(mediaType(contentType));

/** How to decode the payload of a message. `unknown`: it has no content type, so its bytes must show what it is. */
export type ContentKind = 'json' | 'text' | 'bytes' | 'unknown';

/** Returns the kind of a content type, or `unknown` without one. */
export function contentKind(contentType: string | undefined): ContentKind {
  if (!contentType) return 'unknown';
  if (isJsonType(contentType)) return 'json';
  return mediaType(contentType).startsWith('text/') ? 'text' : 'bytes';
}

/**
 * The same bytes as a plain `Uint8Array`. A connection may deliver a `Buffer`, which prints, compares and converts to JSON
 * differently.
 */
const plainBytes = (data: Uint8Array): Uint8Array =>
  Buffer.isBuffer(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : data;

// A byte order mark is part of the text.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes `data` as UTF-8. Returns the bytes if they are not UTF-8. */
export function decodeText(data: Uint8Array): string | Uint8Array {
  try {
    return utf8.decode(data);
  } catch {
    return plainBytes(data); // not UTF-8, so neither JSON nor text
  }
}

/** Decodes `data` as JSON, otherwise as text, otherwise returns its bytes. */
export function decodeJson(data: Uint8Array): unknown {
  const text = decodeText(data);
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text; // senders of other SDKs may send text unchanged
  }
}

/**
 * Decodes a value that `encodeValue` has encoded. Without a content type, an empty payload becomes `undefined`, JSON its value,
 * other text a string, and anything else bytes.
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
