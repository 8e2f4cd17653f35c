import { JetStreamManagerError } from '../errors/manager-error.js';
import { formatMarked, parseMarked } from './exact-json.js';

/**
 * Nanosecond durations. They may exceed 2^53 (104 days) and are then rounded to a few nanoseconds, which nobody can
 * measure. Every other integer that does not fit is refused.
 */
const durations = new Set([
  'ack_wait',
  'active',
  'backoff',
  'duplicate_window',
  'expires',
  'idle_heartbeat',
  'inactive_threshold',
  'last_seen',
  'max_age',
  'max_expires',
  'pause_remaining',
  'priority_timeout',
  'subject_delete_marker_ttl',
]);

/** Limits may be powers of two beyond 2^53. A number holds those exactly. */
const limits = /^(?:max_|reserved_)|_max_/;

const longDigits = /\d{16}/;
const tokens = /"(?:[^"\\]|\\.)*"\s*:|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const integer = /^-?\d+$/;

/**
 * `JSON.parse` that refuses to round. An integer beyond 2^53 - 1 throws `UNSAFE_INTEGER` with its field and digits.
 * Nanosecond durations may be rounded, and limits may be larger if a number holds them exactly. Invalid JSON throws
 * `INVALID_REPLY`. `source` names the origin of the text.
 */
export function parseSafeJson(text: string, source: string): unknown {
  assertSafeIntegers(text, source);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new JetStreamManagerError('INVALID_REPLY', `${source} is not JSON`, { cause: error, details: { source } });
  }
}

/** Throws `UNSAFE_INTEGER` if JSON `text` contains an integer that a number would round. */
export function assertSafeIntegers(text: string, source: string): void {
  if (!mayRound(text)) return;
  let field = '';
  for (const [token] of text.matchAll(tokens)) {
    if (token.endsWith(':')) field = nameOf(token);
    else if (integer.test(token) && !fits(token, field)) throw unsafeInteger(source, field, token);
  }
}

/**
 * The JSON of a request. Each integer is written exactly, see {@link writeExactIntegers}. A `bigint` is written with
 * all digits. Throws `INVALID_ARGUMENT` for `NaN` and infinity: JSON would hold `null`, which means no limit.
 */
export function formatRequest(body: object, source: string): string {
  assertFinite(body, source, '');
  return formatMarked(body, 0, (text) => writeExactIntegers(text, source));
}

function assertFinite(value: unknown, source: string, field: string): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new JetStreamManagerError('INVALID_ARGUMENT', `${source}: ${field} is ${value}, not a number`, {
      details: { source, field },
    });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) assertFinite(member, source, Array.isArray(value) ? field : key);
}

/**
 * Rewrites JSON text of `JSON.stringify` so that every integer has its true digits. JavaScript prints 2^60 with zeros
 * for the digits it need not know, and a server would read them as the value. Throws `UNSAFE_INTEGER` for a number that
 * may have been rounded before, that is for everything except durations and limits.
 */
export function writeExactIntegers(text: string, source: string): string {
  if (!longDigits.test(text)) return text;
  let field = '';
  return text.replaceAll(tokens, (token) => {
    if (token.endsWith(':')) field = nameOf(token);
    else if (integer.test(token) && !Number.isSafeInteger(Number(token))) {
      if (!durations.has(field) && !limits.test(field)) throw unsafeInteger(source, field, token);
      return BigInt(Number(token)).toString();
    }
    return token;
  });
}

/** An `UNSAFE_INTEGER` error for the digits `value` found in `field` of `source`. */
export function unsafeInteger(source: string, field: string, value: string): JetStreamManagerError {
  return new JetStreamManagerError('UNSAFE_INTEGER', `${source}: ${field || 'a number'} is ${value}, beyond 2^53`, {
    details: { source, field, value },
  });
}

/**
 * The integer with these decimal `digits`. Throws `UNSAFE_INTEGER` beyond 2^53 - 1, and `INVALID_METADATA` if they are
 * not digits.
 */
export function parseSafeInteger(digits: string, field: string, source: string): number {
  if (!/^\d+$/.test(digits)) {
    throw new JetStreamManagerError('INVALID_METADATA', `${source}: ${field} is "${digits}", not a number`, {
      details: { source, field, value: digits },
    });
  }
  const value = Number(digits);
  if (!Number.isSafeInteger(value)) throw unsafeInteger(source, field, digits);
  return value;
}

/** Throws `UNSAFE_INTEGER` if a sequence from the caller was already rounded or is not a whole number. */
export function assertSequence(value: number, field: string): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  if (Number.isInteger(value) && value > 0) throw unsafeInteger('argument', field, BigInt(value).toString());
  throw new JetStreamManagerError('INVALID_ARGUMENT', `${field} is ${value}, not a whole number of 0 or more`, {
    details: { field, value },
  });
}

/** Like {@link assertSequence}, for the sequence of a message. The first one is 1. */
export function assertMessageSequence(value: number): void {
  assertSequence(value, 'seq');
  if (value === 0) throw new JetStreamManagerError('INVALID_ARGUMENT', 'seq is 0, and sequences begin with 1');
}

/**
 * Parses JSON `text` with exact integers: a `number` if it fits, as in {@link parseSafeJson}, otherwise a `bigint`.
 * `hasBigints` tells whether the result contains a `bigint`. Throws `SyntaxError` if the text is not JSON.
 */
export function parseMixedJson(text: string): { readonly value: unknown; readonly hasBigints: boolean } {
  if (!mayRound(text)) return { value: JSON.parse(text) as unknown, hasBigints: false };
  let field = '';
  let hasBigints = false;
  const isTooLong = (token: string) => {
    if (token.endsWith(':')) field = nameOf(token);
    const isLong = integer.test(token) && !fits(token, field);
    hasBigints ||= isLong;
    return isLong;
  };
  return { value: parseMarked(text, tokens, isTooLong), hasBigints };
}

/**
 * Whether JSON `text` may contain an integer that does not fit. Most replies contain long numbers that do fit, such as
 * an age of a year. Each of them is examined, which is much cheaper than parsing the whole text. `true` is a guess,
 * `false` is certain.
 */
function mayRound(text: string): boolean {
  // A run of so many digits covers at least one of the examined places.
  for (let at = LONG - 1; at < text.length; at += LONG) {
    if (!isDigit(text, at)) continue;
    let start = at;
    while (isDigit(text, start - 1)) start -= 1;
    while (isDigit(text, at + 1)) at += 1;
    const digits = text.slice(start, at + 1);
    if (digits.length >= LONG && !fits(digits, fieldBefore(text, start))) return true;
  }
  return false;
}

/** Integers with fewer digits always fit. */
const LONG = 16;
const ZERO = 48;
const NINE = 57;

function isDigit(text: string, at: number): boolean {
  // Outside the text this is not a number, and so not a digit.
  const code = text.charCodeAt(at);
  return code >= ZERO && code <= NINE;
}

/** The name of the member whose value begins at `index`; empty if it cannot be determined simply. */
function fieldBefore(text: string, index: number): string {
  return /"([^"\\]*)"\s*:\s*-?$/.exec(text.slice(Math.max(0, index - 64), index))?.[1] ?? '';
}

const nameOf = (token: string): string => JSON.parse(token.slice(0, token.lastIndexOf('"') + 1)) as string;

function fits(digits: string, field: string): boolean {
  const value = Number(digits);
  if (Number.isSafeInteger(value) || durations.has(field)) return true;
  return limits.test(field) && BigInt(value) === BigInt(digits);
}
