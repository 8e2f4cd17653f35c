import { Cancellation } from '@symphony-ts/storage/internal';
import type { FastifyReply } from 'fastify';

/** Cancelled when the client closes its connection before it has its answer. */
export function hangUpOf({ raw }: FastifyReply): Cancellation {
  const cancellation = Cancellation.create();
  raw.once('close', () => {
    if (!raw.writableFinished) cancellation.cancel(new Error('the client closed its connection'));
  });
  return cancellation;
}
