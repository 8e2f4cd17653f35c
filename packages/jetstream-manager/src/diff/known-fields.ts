import * as z from 'zod';
import { consumerFields } from '../schemas/shapes/consumer-configuration.js';
import { streamConfiguration } from '../schemas/shapes/stream-configuration.js';

/** Returns the problem of a field's value; `undefined` if there is none. */
export type FieldCheck = (field: string, value: unknown) => string | undefined;

/** The known members of the mirror, and of each source. */
const origin = [
  'name',
  'opt_start_seq',
  'opt_start_time',
  'filter_subject',
  'subject_transforms',
  'external',
  'consumer',
  'domain',
];

/** The known members of fields that are objects. A server refuses or drops all others. */
const members: Readonly<Record<string, readonly string[]>> = {
  placement: ['cluster', 'tags', 'preferred'],
  mirror: origin,
  sources: origin,
  subject_transform: ['src', 'dest'],
  republish: ['src', 'dest', 'headers_only'],
  consumer_limits: ['inactive_threshold', 'max_ack_pending'],
};

const second = 1e9;
const millisecond = 1e6;

/** Smallest values other than zero, in nanoseconds. */
const shortest: Readonly<Record<string, number>> = {
  max_age: 100 * millisecond,
  duplicate_window: 100 * millisecond,
  subject_delete_marker_ttl: second,
  max_expires: millisecond,
};

/** For these fields a server replaces a number below the minimum by the minimum, so nothing differs in the end. */
const adjusted = /^max_|^inactive_threshold$|^priority_timeout$|^idle_heartbeat$/;
const refusesNegative = new Set(['max_age', 'max_msg_size']);

/** Checks the fields of a stream configuration. */
export const checkStreamField: FieldCheck = (field, value) => checkField(streamConfiguration().shape, field, value);

/** Checks the fields of a consumer configuration. */
export const checkConsumerField: FieldCheck = (field, value) => checkField(consumerFields().shape, field, value);

type Shape = Readonly<Record<string, z.ZodType>>;

function checkField(shape: Shape, field: string, value: unknown): string | undefined {
  const schema = Object.hasOwn(shape, field) ? shape[field] : undefined;
  if (schema === undefined) return 'not a known field';
  // Go treats null like an absent field.
  if (value === null || value === undefined || isAdjusted(field, value) || isEmptyText(field, value)) return undefined;
  const result = schema.safeParse(value);
  if (!result.success)
    return result.error.issues.map(({ message }) => message.replace(/^Invalid (?:input|option): /, '')).join(', ');
  // The schema compares such a number with the precision of a number; a request has all of its digits.
  if (typeof value === 'number' && value >= 2 ** 63) return 'expected a whole number up to 9223372036854775807';
  const least = shortest[field];
  if (least !== undefined && typeof value === 'number' && value > 0 && value < least) {
    return `expected 0 or at least ${least / millisecond} ms`;
  }
  return unknownMember(field, value);
}

const isAdjusted = (field: string, value: unknown): boolean =>
  typeof value === 'number' &&
  Number.isInteger(value) &&
  value < 0 &&
  adjusted.test(field) &&
  !refusesNegative.has(field);

/** Servers treat an empty text like an absent field. */
const isEmptyText = (field: string, value: unknown): boolean => value === '' && field !== 'storage';

function unknownMember(field: string, value: unknown): string | undefined {
  const known = members[field];
  if (known === undefined) return undefined;
  for (const entry of Array.isArray(value) ? value : [value]) {
    if (typeof entry !== 'object' || entry === null) continue;
    const odd = Object.keys(entry).find((key) => !known.includes(key));
    if (odd !== undefined) return `${odd} is not a known field of ${field}`;
  }
  return undefined;
}
