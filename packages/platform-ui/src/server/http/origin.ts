import { SymphonyError } from '@symphony-ts/contract';
import type { FastifyRequest } from 'fastify';

const HOST = /^(?:[\w.-]+|\[[\da-f:]+\])(?::\d+)?$/i;

/** The origin a request was sent to. Throws `INVALID_REQUEST` for a host that cannot be one, since policies quote it. */
export function originOf({ protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>): string {
  if (HOST.test(host)) return `${protocol}://${host}`;
  throw new SymphonyError('INVALID_REQUEST', { reason: 'the Host header is not a host' });
}
