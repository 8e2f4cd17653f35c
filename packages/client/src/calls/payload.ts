import { InvalidConfigurationError, toError } from '@symphony-ts/contract';

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true });
const EMPTY = new Uint8Array();

/**
 * A value as it goes over the wire: bytes and text as they are, nothing for `undefined`, else JSON. Throws
 * `InvalidConfigurationError` for what JSON cannot hold.
 */
export function encodePayload(value: unknown): Uint8Array {
  if (value === undefined) return EMPTY;
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return encoder.encode(value);
  return encoder.encode(toJson(value));
}

function toJson(value: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch (cause) {
    throw new InvalidConfigurationError({ setting: 'payload', reason: toError(cause).message }, { cause });
  }
  if (json !== undefined) return json;
  throw new InvalidConfigurationError({ setting: 'payload', reason: `a ${typeof value} is not JSON` });
}

/**
 * What came over the wire: `undefined` for nothing, JSON as its value, other text as a string, the rest as bytes. A
 * handler may send text as it is, so text that is no JSON is no error.
 */
export function decodePayload(data: Uint8Array): unknown {
  if (data.length === 0) return undefined;
  let text: string;
  try {
    text = strict.decode(data);
  } catch {
    return data; // not UTF-8, so neither JSON nor text
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
