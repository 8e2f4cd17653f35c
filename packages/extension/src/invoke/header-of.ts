import type { IncomingMessage } from './message.js';

/** Where a message of nats.js keeps the bytes that its `headers` are decoded from. */
interface RawMessage {
  readonly _msg: { readonly hdr: number };
  readonly _rdata: Uint8Array;
}

/**
 * One header, by its exact name; empty where it is not there. Decoding all headers costs more than most handlers do, and
 * each request of our own client has some; so the line is read out of the bytes, where the message is one of nats.js.
 * For names and values in ASCII.
 */
export function headerOf(message: IncomingMessage, name: string): string {
  // Fields of the library's own message class; any other message is asked the ordinary way.
  const { _msg: lengths, _rdata: bytes } = message as IncomingMessage & Partial<RawMessage>;
  if (!lengths || !bytes) return message.headers?.get(name) ?? '';
  if (lengths.hdr <= 0) return '';
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, lengths.hdr).toString('latin1');
  const start = text.indexOf(`\r\n${name}:`);
  if (start < 0) return '';
  const from = start + name.length + 3;
  const end = text.indexOf('\r\n', from);
  return text.slice(from, end < 0 ? undefined : end).trim();
}
