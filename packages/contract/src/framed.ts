import { mediaType } from './wire-value.js';

/**
 * A message with an unchanged body: JSON that describes the body, then the bytes of the body. To pass the message on, a program
 * need not parse the body or encode it again. @inferred
 */
export interface Framed {
  /** Description of the body. */
  readonly head: unknown;
  /** The bytes of the body. */
  readonly body: Uint8Array;
}

const TYPE = 'application/vnd.symphony.framed';
/** The content type as we write it, so that it need not be parsed. */
const AS_WRITTEN = `${TYPE}; head=`;
const utf8 = new TextEncoder();
const text = new TextDecoder('utf-8', { fatal: true });

/** True for the content type of a framed message. */
export const isFramed = (contentType: string): boolean =>
  contentType.startsWith(AS_WRITTEN) || mediaType(contentType) === TYPE;

/** The content type of a framed message whose head has `headBytes` bytes. */
export const framedType = (headBytes: number): string => `${AS_WRITTEN}${headBytes}`;

/** Encodes a framed message. Its content type says where the body begins. */
export function encodeFramed({ head, body }: Framed): { readonly data: Uint8Array; readonly contentType: string } {
  const described = utf8.encode(JSON.stringify(head));
  const data = new Uint8Array(described.length + body.length);
  data.set(described);
  data.set(body, described.length);
  return { data, contentType: framedType(described.length) };
}

/** Encodes a framed message whose body is text, without converting it to bytes first. */
export function encodeFramedText(head: unknown, body: string): { readonly data: string; readonly contentType: string } {
  const described = JSON.stringify(head);
  // Half of a surrogate pair is escaped by JSON.stringify, so that the length below is that on the wire.
  return { data: described + body, contentType: framedType(utf8.encode(described).length) };
}

/** Splits a framed message into its parts, as views of `data`. Returns `undefined` if it is incomplete or not framed. */
export function splitFramed(
  data: Uint8Array,
  contentType: string,
): { readonly head: Uint8Array; readonly body: Uint8Array } | undefined {
  const given = /;\s*head=(\d{1,9})\s*$/.exec(contentType)?.[1];
  const length = Number(given);
  if (given === undefined || !isFramed(contentType) || length > data.length) return undefined;
  return { head: data.subarray(0, length), body: data.subarray(length) };
}

/** Reads a framed message. The body is a view of `data`. Returns `undefined` if the message is incomplete or not framed. */
export function readFramed(data: Uint8Array, contentType: string): Framed | undefined {
  const parts = splitFramed(data, contentType);
  if (!parts) return undefined;
  try {
    return { head: JSON.parse(text.decode(parts.head)) as unknown, body: parts.body };
  } catch {
    // not UTF-8 or not JSON: whoever wrote it did not write a framed message
    return undefined;
  }
}
