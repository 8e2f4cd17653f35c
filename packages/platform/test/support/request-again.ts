import { setTimeout as sleep } from 'node:timers/promises';
import type { Msg, NatsConnection, Payload } from '@nats-io/transport-node';
import { ErrorReply, RetryDetails } from '@symphony-ts/contract';

/** Only ends what would wait for ever: a busy machine answers late. */
const LIMIT_MS = 60_000;

/**
 * Asks a service of the platform, as a well-behaved caller does. A caller beyond its share of the platform's time gets 429 and is
 * told when to come back. That request has not reached the service. If the caller does not wait, its requests are dropped in the
 * end. How soon it is beyond its share depends on how busy the machine is.
 */
export async function requestAgain(nc: NatsConnection, subject: string, body: Payload): Promise<Msg> {
  for (;;) {
    const reply = await nc.request(subject, body, { timeout: LIMIT_MS });
    if (reply.headers?.get('Nats-Service-Error-Code') !== '429') return reply;
    const { details } = ErrorReply.parse(reply.json());
    await sleep(RetryDetails.parse(details).retryAfterMs);
  }
}
