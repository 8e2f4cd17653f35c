import {
  encodeJson as encode,
  encodeValue,
  type Schema,
  type SchemaIssue,
  SymphonyError,
  type WireValue,
} from '@symphony-ts/contract';
import { jsonType } from './body.js';

/** The reply for "no result": `[]` if the response schema is a list, otherwise `{}`. */
export const emptyReply = (response: Schema | undefined): string =>
  response && jsonType(response, 'output') === 'array' ? '[]' : '{}';

/**
 * Turns a handler's result into a payload: text and bytes unchanged, no result as `empty`, anything else as JSON. Throws
 * `UNSERIALIZABLE_RESPONSE` with the path of a value that JSON would change: a `Map`, `NaN`, a cycle, a bigint.
 */
export const encodeReply = (value: unknown, empty: string, member: string): WireValue =>
  value === undefined ? { data: empty } : encodeValue(value, unserializable(member));

export const encodeJson = (value: unknown, member: string): string => encode(value, unserializable(member));

const unserializable =
  (member: string) =>
  ({ path, message }: SchemaIssue): SymphonyError => {
    const reason = `${path === '' ? 'it' : path} ${message}`;
    return new SymphonyError('UNSERIALIZABLE_RESPONSE', { member, reason });
  };
