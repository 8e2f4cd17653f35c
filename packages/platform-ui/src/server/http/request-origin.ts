import { SymphonyError } from '@symphony-ts/contract';
import type { FastifyRequest } from 'fastify';

const HOST = /^(?:[\w.-]+|\[[\da-f:]+\])(?::\d+)?$/i;

/** The origin a request was sent to. Throws `INVALID_REQUEST` for a host that cannot be one, since policies quote it. */
export function originOf({ protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>): string {
  if (HOST.test(host)) return `${protocol}://${host}`;
  throw new SymphonyError('INVALID_REQUEST', { reason: 'the Host header is not a host' });
}

/** The header of the shell's own requests. A form cannot set it, and a foreign page only after a preflight that fails. */
const OWN_HEADER = 'x-symphony';

/** Whether a request comes from the shell itself, and not from a foreign page or from a frame of an extension. */
export function isOwnRequest({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const site = headers['sec-fetch-site'];
  return headers[OWN_HEADER] === '1' && (site === undefined || site === 'same-origin');
}

/** Throws `PERMISSION_DENIED` for a request that does not come from the shell itself. */
export function assertOwnRequest(request: FastifyRequest): void {
  if (isOwnRequest(request)) return;
  throw new SymphonyError('PERMISSION_DENIED', { operation: 'publish', subject: `${request.method} ${request.url}` });
}
