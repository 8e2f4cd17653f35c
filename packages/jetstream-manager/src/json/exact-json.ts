/**
 * JSON with 64-bit integers. `JSON.parse` silently rounds an integer beyond 2^53. Here such an integer becomes a
 * `bigint`, and every other number stays a `number`.
 */

const longDigits = /\d{16}/;
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const whole = /^-?\d+$/;
const escape = /\\u([0-9a-f]{4})/gi;

/**
 * Parses JSON and keeps every integer exact: a `bigint` beyond 2^53, otherwise a `number`.
 *
 * @throws `SyntaxError` when `text` is not JSON
 */
export function parseExactJson(text: string): unknown {
  if (!longDigits.test(text)) return JSON.parse(text) as unknown;
  return parseMarked(text, token, isUnsafe);
}

/** Parses JSON `text`. Each token that `pattern` finds and `isLong` selects becomes a `bigint`. */
export function parseMarked(text: string, pattern: RegExp, isLong: (found: string) => boolean): unknown {
  const mark = freshMark(
    text.replaceAll(escape, (_escape, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  );
  const rewritten = text.replaceAll(pattern, (found) => (isLong(found) ? `"${mark}${found}"` : found));
  return JSON.parse(rewritten, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  ) as unknown;
}

/** Formats a value as JSON. A `bigint` is written as a plain integer. */
export function formatExactJson(value: unknown, indent = 0): string {
  return formatMarked(value, indent, (text) => text);
}

/** Like {@link formatExactJson}, but `rewrite` gets the text before the digits of each `bigint` are inserted. */
export function formatMarked(value: unknown, indent: number, rewrite: (text: string) => string): string {
  const mark = freshMark(
    JSON.stringify(value, (_key, field: unknown) => (typeof field === 'bigint' ? null : field)) ?? '',
  );
  const text = JSON.stringify(
    value,
    (_key, field: unknown) => (typeof field === 'bigint' ? `${mark}${field}` : field),
    indent,
  );
  return rewrite(text).replaceAll(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1');
}

/** A text that does not occur in `text`. It separates rewritten integers from strings. */
function freshMark(text: string): string {
  let number = 0;
  while (text.includes(`integer#${number}:`)) number += 1;
  return `integer#${number}:`;
}

const isUnsafe = (found: string): boolean => whole.test(found) && !Number.isSafeInteger(Number(found));
