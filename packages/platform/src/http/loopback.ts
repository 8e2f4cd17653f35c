import type { FastifyRequest } from 'fastify';

const ADDRESS = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;
const HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** The headers that a reverse proxy adds. Behind a proxy, an address of this machine is the address of the proxy. */
const PROXIED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'] as const;

/**
 * Whether a request comes from this machine on purpose. The host name is checked, too, because a web page can make a browser
 * send requests here under a name of its own. If the browser names the page that sent the request, the page has to be of this
 * machine.
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
