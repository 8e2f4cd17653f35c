import { decodeValue, encodeValue, InvalidConfigurationError, type SchemaIssue } from '@symphony-ts/contract';

/** A payload, and its content type if the bytes alone do not show it. */
export interface Payload {
  readonly data: Uint8Array;
  readonly contentType?: string;
}

const encoder = new TextEncoder();

/**
 * Encodes a value for the wire: bytes and text unchanged, nothing for `undefined`, otherwise JSON. Throws
 * `InvalidConfigurationError` with the path of a value that JSON would change, such as a `Map` or `NaN`.
 */
export function encodePayload(value: unknown): Payload {
  const { data, contentType } = encodeValue(value, refuse);
  const bytes = typeof data === 'string' ? encoder.encode(data) : data;
  return contentType === undefined ? { data: bytes } : { data: bytes, contentType };
}

function refuse({ path, message }: SchemaIssue): InvalidConfigurationError {
  const setting = path === '' ? 'payload' : `payload.${path}`;
  return new InvalidConfigurationError({ setting, reason: message });
}

/**
 * Decodes a payload. The content type decides. Without one, JSON becomes its value, other text a string, anything else bytes,
 * and no bytes `undefined`.
 */
export const decodePayload = (data: Uint8Array, contentType?: string): unknown => decodeValue(data, contentType);
