import type { ServerResponse } from 'node:http';
import { Cancellation } from '@symphony-ts/storage/internal';
import type { FastifyReply } from 'fastify';

const HANG_UP = Symbol('cancelled when the client hangs up');
type Watched = ServerResponse & { [HANG_UP]?: Cancellation };

/** Cancelled when the client closes its connection before it has its answer. */
export function hangUpOf({ raw }: FastifyReply): Cancellation {
  const response: Watched = raw;
  const cancellation = Cancellation.create();
  response[HANG_UP] = cancellation;
  response.on('close', cancelUnfinished);
  return cancellation;
}

/** One function for all responses: a closure for each would cost more than the listener. */
function cancelUnfinished(this: Watched): void {
  if (!this.writableFinished) this[HANG_UP]?.cancel(new Error('the client closed its connection'));
}
