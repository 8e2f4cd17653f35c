import { randomUUID } from 'node:crypto';
import { type Msg, headers as natsHeaders } from '@nats-io/nats-core';
import { type Logger, refusalHeaders, refusalText, toError } from '@symphony-ts/contract';
import type { IncomingMessage, Respond } from '../invoke/message.js';

const TOO_LARGE = 'the reply could not be sent; it may be larger than the server allows';

/**
 * Answers over NATS. If a reply cannot be sent (it exceeds the server's `max_payload`, or the connection is closed), the
 * failure is logged. If it was only too large, the caller receives an error instead of silence.
 */
export function natsRespond(member: string, logger: Logger): Respond {
  const send = (
    message: IncomingMessage,
    payload: string | Uint8Array,
    headers?: Readonly<Record<string, string>>,
  ): void => {
    // Only binders call this, and they pass on nats.js messages as they came.
    const msg = message as Msg;
    if (!headers) {
      msg.respond(payload);
      return;
    }
    const sent = natsHeaders();
    for (const [name, value] of Object.entries(headers)) sent.set(name, value);
    msg.respond(payload, { headers: sent });
  };
  return (message, payload, headers) => {
    try {
      send(message, payload, headers);
    } catch (error) {
      const err = toError(error);
      const id = randomUUID();
      logger.error(`${member}: the reply could not be sent`, { err, error_id: id });
      try {
        const refusal = { status: 500, body: { error: TOO_LARGE, code: 'UNSERIALIZABLE_RESPONSE', id } };
        send(message, refusalText(refusal), refusalHeaders(refusal));
      } catch {
        // The connection is closed, so the caller cannot be reached.
      }
    }
  };
}
