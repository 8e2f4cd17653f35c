/** A reply up to this size is parsed in less than half a millisecond. */
const PARSED_BYTES = 64 * 1024;

const [OBJECT, OBJECT_END, LIST, LIST_END, QUOTE] = Buffer.from('{}[]"');
/**
 * The first character of a value in a list, other than a digit: a string, an object, a list, a negative number, true, false,
 * null.
 */
const valueStarts = new Set(Buffer.from('"{[-tfn]'));

/**
 * Whether a large payload is JSON, judged by its beginning and end only: parsing a megabyte would block everybody else for 10
 * ms. False for a small payload, which can be parsed. The SDK sends a content type with text that looks like JSON. So this can
 * be wrong only for text of other senders that begins and ends like an object or a list.
 */
export function isLargeJson(payload: Uint8Array): boolean {
  if (payload.length <= PARSED_BYTES) return false;
  const start = firstOf(payload, 0, 1);
  const end = payload[firstOf(payload, payload.length - 1, -1)];
  const second = payload[firstOf(payload, start + 1, 1)] ?? 0;
  if (payload[start] === OBJECT) return end === OBJECT_END && (second === QUOTE || second === OBJECT_END);
  if (payload[start] !== LIST || end !== LIST_END) return false;
  return valueStarts.has(second) || isDigit(second);
}

/** Whether JSON may contain the key `body`. Without it, the reply is not wrapped. */
export const mayHoldBody = (payload: Uint8Array): boolean => bytesOf(payload).includes('"body"');

const bytesOf = (payload: Uint8Array): Buffer => Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** The first place from `at` on, in steps of `step`, that is not white space. */
function firstOf(payload: Uint8Array, at: number, step: 1 | -1): number {
  let place = at;
  while (isSpace(payload[place])) place += step;
  return place;
}
