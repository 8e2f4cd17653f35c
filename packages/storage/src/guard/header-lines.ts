/** More lines than any message needs. A client library compares each line with all lines before it. */
export const MAX_HEADER_LINES = 256;
/** Longer than any header name. A library that spreads the characters of a name into arguments would overflow its stack. */
export const MAX_HEADER_NAME = 512;

const CR = 13;
const LF = 10;
const COLON = 58;
const CRLF = Buffer.from('\r\n');
const FIRST_PRINTABLE = 33;
const LAST_PRINTABLE = 126;

/**
 * Whether client libraries can read a message's header block: names of printable ASCII, values without a lone CR or LF, and not
 * more than {@link MAX_HEADER_LINES} lines. Lines without a colon are allowed, because libraries skip them. The block ends at
 * `end`.
 *
 * It runs for each message with headers, so it allocates nothing and reads each byte once.
 */
export function isReadableHeader(bytes: Uint8Array, end = bytes.length): boolean {
  let line = 0;
  let start = 0;
  let isValue = false;
  let isName = true;
  for (let at = 0; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === CR && at + 1 < end && bytes[at + 1] === LF) {
      at += 1;
      line += 1;
      start = at + 1;
      if (line > MAX_HEADER_LINES && start < end) return false;
      isValue = false;
      isName = true;
    } else if (isValue) {
      if (byte === CR || byte === LF) return false;
    } else if (byte === COLON && line > 0) {
      if (!isName || at - start > MAX_HEADER_NAME) return false;
      isValue = true;
    } else if (byte < FIRST_PRINTABLE || byte > LAST_PRINTABLE) isName = false;
  }
  return true;
}

/**
 * The block without the lines that make it unreadable. Its first line stays, because it may have a status. If there are too
 * many lines, the first and the last ones stay, because a server writes its own lines after those of the sender.
 */
export function readableLines(block: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  for (let start = 0; start < block.length; ) {
    const end = lineEnd(block, start, block.length);
    const isFirst = start === 0;
    if (isFirst || (end > start && isReadableLine(block, start, end))) kept.push(block.subarray(start, end));
    start = end + 2;
  }
  const half = MAX_HEADER_LINES / 2 - 1;
  const lines = kept.length <= 2 * half ? kept : [...kept.slice(0, half), ...kept.slice(-half)];
  return Buffer.concat([...lines.flatMap((line) => [line, CRLF]), CRLF]);
}

/** Whether the block has a line of this name, in exactly these letters. */
export const hasHeaderLine = (block: Uint8Array, name: string): boolean =>
  Buffer.from(block.buffer, block.byteOffset, block.byteLength).includes(`\r\n${name}:`);

/** The position of the CRLF that ends the line, or `end` if there is none. */
function lineEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end - 1; at += 1) if (bytes[at] === CR && bytes[at + 1] === LF) return at;
  return end;
}

function isReadableLine(block: Uint8Array, start: number, end: number): boolean {
  let colon = start;
  while (colon < end && block[colon] !== COLON) colon += 1;
  if (colon === end) return true;
  if (colon - start > MAX_HEADER_NAME) return false;
  for (let at = start; at < colon; at += 1) {
    const byte = block[at] ?? 0;
    if (byte < FIRST_PRINTABLE || byte > LAST_PRINTABLE) return false;
  }
  for (let at = colon + 1; at < end; at += 1) {
    const byte = block[at];
    if (byte === CR || byte === LF) return false;
  }
  return true;
}
