import { SymphonyError, toError, type Schema } from '@symphony-ts/contract';
import { jsonType } from './body.js';

/** What stands for "no result": `[]` where the response schema is a list, `{}` otherwise. */
export const emptyReply = (response: Schema | undefined): string =>
  response && jsonType(response, 'output') === 'array' ? '[]' : '{}';

/**
 * Turns what a handler returned into a payload: text and bytes as they are, nothing as `empty`, anything else as JSON.
 * Throws `UNSERIALIZABLE_RESPONSE` for what JSON cannot hold: a function, a symbol, a cycle, a bigint.
 */
export function encodeReply(value: unknown, empty: string, member: string): string | Uint8Array {
  if (typeof value === 'string' || value instanceof Uint8Array) return value;
  if (value === undefined) return empty;
  return encodeJson(value, member);
}

export function encodeJson(value: unknown, member: string): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (thrown) {
    const cause = toError(thrown);
    throw new SymphonyError('UNSERIALIZABLE_RESPONSE', { member, reason: cause.message }, { cause });
  }
  if (text === undefined) {
    throw new SymphonyError('UNSERIALIZABLE_RESPONSE', { member, reason: `a ${typeof value} is not JSON` });
  }
  return text;
}
