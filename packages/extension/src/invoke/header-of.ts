import type { IncomingMessage } from './message.js';

/** Where a nats.js message keeps the raw bytes of its headers. */
interface RawMessage {
  readonly _msg: { readonly hdr: number };
  readonly _rdata: Uint8Array;
}

/** Fields of the library's own message class, or of the class of its services, which holds such a message. */
type MaybeRaw = IncomingMessage & Partial<RawMessage> & { readonly msg?: Partial<RawMessage> };

/**
 * Reads one header by its exact name; returns an empty text if the message does not have it. Decoding all headers costs more
 * than most handlers do, and each request of our own client has headers. So for a nats.js message, this function reads the line
 * from the raw bytes. For names and values in ASCII.
 */
export function headerOf(message: IncomingMessage, name: string): string {
  const { _msg: lengths, _rdata: bytes } = (message as MaybeRaw).msg ?? (message as MaybeRaw);
  // Any other message is asked the ordinary way.
  if (!lengths || !bytes) return message.headers?.get(name) ?? '';
  const { hdr } = lengths;
  for (let at = afterLine(bytes, VERSION_LENGTH, hdr); at < hdr; at = afterLine(bytes, at, hdr)) {
    if (!isNamed(bytes, at, name)) continue;
    const start = at + name.length + 1;
    const value = Buffer.from(bytes.buffer, bytes.byteOffset + start, afterLine(bytes, start, hdr) - start);
    return value.toString('latin1').trim();
  }
  return '';
}

/** The first line has at least `NATS/1.0`. */
const VERSION_LENGTH = 8;
const LINE_FEED = 10;
const COLON = 58;

/** Where the line after the one at `at` begins. */
function afterLine(bytes: Uint8Array, at: number, end: number): number {
  let place = at;
  while (place < end && bytes[place] !== LINE_FEED) place += 1;
  return place + 1;
}

/** Whether the line at `at` has that name. */
function isNamed(bytes: Uint8Array, at: number, name: string): boolean {
  if (bytes[at + name.length] !== COLON) return false;
  for (let place = 0; place < name.length; place += 1) {
    if (bytes[at + place] !== name.charCodeAt(place)) return false;
  }
  return true;
}
