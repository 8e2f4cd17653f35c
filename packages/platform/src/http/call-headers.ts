import type { MsgHdrs, MsgHdrsImpl } from '@nats-io/nats-core';
import { SymphonyError, headers as wire } from '@symphony-ts/contract';

/** The facts that a call to an extension carries. */
export interface CallHeaders {
  readonly timeoutMs: number;
  /** The type of the body, if its bytes alone do not show it. */
  readonly contentType?: string | undefined;
  /** The caller, as the platform attests it. */
  readonly caller?: string | undefined;
  /** Trace context that is passed on. */
  readonly trace: Readonly<Record<string, string>>;
}

/**
 * Headers that exist as text. They can only be sent: nats.js only asks an object of headers for its bytes. An object of the
 * library's own class would cost a map for each call.
 */
class SentHeaders implements Pick<MsgHdrsImpl, 'encode'> {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  encode(): Uint8Array {
    return Buffer.from(this.#text);
  }
}

const VERSION = 'NATS/1.0\r\n';
const LINE_BREAK = /[\r\n]/;

/**
 * Writes the headers of a call, with the id that tells the extension that the caller has given up. Throws `INVALID_REQUEST` for
 * a value that would add another line.
 */
export function writeCallHeaders({ timeoutMs, contentType, caller, trace }: CallHeaders, requestId?: string): MsgHdrs {
  let lines = `${VERSION}${wire.timeout}: ${timeoutMs}\r\n`;
  if (contentType !== undefined) lines += line(wire.contentType, contentType);
  // The platform makes these two itself, of letters, digits, dots and dashes.
  if (caller !== undefined) lines += `${wire.caller}: ${caller}\r\n`;
  for (const name in trace) lines += line(name, trace[name] ?? '');
  if (requestId !== undefined) lines += `${wire.requestId}: ${requestId}\r\n`;
  // `publish` uses only `encode`, but its type asks for more.
  return new SentHeaders(`${lines}\r\n`) as unknown as MsgHdrs;
}

function line(name: string, value: string): string {
  if (LINE_BREAK.test(value)) throw new SymphonyError('INVALID_REQUEST', { reason: `its ${name} has a line break` });
  return `${name}: ${value}\r\n`;
}
