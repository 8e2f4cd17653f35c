import { decodeValue, encodeValue, InvalidConfigurationError, type SchemaIssue } from '@symphony-ts/contract';

/** A payload, and the type of its content where the bytes alone do not say it. */
export interface Payload {
  readonly data: Uint8Array;
  readonly contentType?: string;
}

const encoder = new TextEncoder();

/**
 * A value as it goes over the wire: bytes and text as they are, nothing for `undefined`, else JSON. Throws
 * `InvalidConfigurationError` with the path of what would not arrive as it is sent, such as a `Map` or `NaN`.
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
 * What came over the wire. A content type says what it is; without one JSON is its value, other text a string, the rest bytes,
 * and nothing `undefined`.
 */
export const decodePayload = (data: Uint8Array, contentType?: string): unknown => decodeValue(data, contentType);
