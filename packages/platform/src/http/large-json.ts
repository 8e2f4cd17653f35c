/** A reply up to this size is parsed in less than half a millisecond. */
const PARSED_BYTES = 64 * 1024;

const [OBJECT, OBJECT_END, LIST, LIST_END, QUOTE] = Buffer.from('{}[]"');
/** What a value in a list may begin with, besides a digit: a string, an object, a list, a number below 0, true, false, null. */
const valueStarts = new Set(Buffer.from('"{[-tfn]'));

/**
 * Whether a large payload is JSON by how it begins and ends, so that nobody has to read all of it: parsing a megabyte blocks
 * everybody else for 10 ms. False for a small one, which can be parsed. Text that looks like JSON comes with its type from
 * the SDK, so what is left to confuse is text of other senders that begins as an object or a list does, and ends so.
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

/** Whether the key `body` may be somewhere in JSON: where it is not, no reply is wrapped in it. */
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
