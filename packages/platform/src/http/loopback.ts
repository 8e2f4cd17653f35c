import type { FastifyRequest } from 'fastify';

const ADDRESS = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;
const HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** What a reverse proxy adds: behind one, an address of this machine is the proxy's and not the caller's. */
const PROXIED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'] as const;

/**
 * Whether a request comes from this machine and knows it: the name it was sent to is checked too, since a web page can make
 * a browser send requests here under a name of its own; and where a browser says which page sent it, that the page is of
 * this machine.
 */
export const isFromLoopback = ({ socket, headers }: FastifyRequest): boolean =>
  ADDRESS.test(socket.remoteAddress ?? '') &&
  HOST.test(headers.host ?? '') &&
  PROXIED.every((name) => headers[name] === undefined) &&
  headers['sec-fetch-site'] !== 'cross-site' &&
  (headers.origin === undefined || HOST.test(headers.origin.replace(/^https?:\/\//i, '')));

/** Whether a host, or the host of a URL, never leaves this machine. A wildcard address does. */
export function isLoopbackHost(hostOrUrl: string): boolean {
  const url = hostOrUrl.includes('://')
    ? hostOrUrl
    : `nats://${hostOrUrl.includes('::') ? `[${hostOrUrl}]` : hostOrUrl}`;
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}
