import { AuthenticationError } from '@symphony-ts/contract';
import type { UiHost, UiSession } from '@symphony-ts/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** How a request was addressed. */
interface Addressed {
  readonly protocol: string;
  readonly host: string;
}
const PORT = /:(\d+)$/;

/**
 * With TLS the browser itself keeps every other host, path and plain HTTP away from a `__Host-` cookie. Without, cookies do
 * not tell the ports of a host apart, so the port is in the name: two development platforms do not sign each other out.
 */
export const cookieName = ({ protocol, host }: Addressed): string =>
  protocol === 'https' ? '__Host-symphony' : `symphony_session_${PORT.exec(host)?.[1] ?? '80'}`;

/** The cookie's value; `undefined` if there is none. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key, ...value] = pair.trim().split('=');
    if (key === name) return decode(value.join('='));
  }
  return undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // Not a cookie of ours.
  }
}

/** The token of a request's session. */
export const readToken = (request: FastifyRequest): string | undefined =>
  readCookie(request.headers.cookie, cookieName(request));

/** The session of a request. Throws `AuthenticationError`. */
export function sessionOf(host: UiHost, request: FastifyRequest): UiSession {
  const token = readToken(request);
  if (token === undefined) throw new AuthenticationError({ address: 'the platform', reason: 'nobody is signed in' });
  return host.session(token);
}

/** The same; `undefined` for one that has ended, was revoked, or is of another platform on this host. */
export function liveSession(host: UiHost, request: FastifyRequest): UiSession | undefined {
  if (readToken(request) === undefined) return undefined;
  try {
    return sessionOf(host, request);
  } catch {
    return undefined;
  }
}

const attributes = ({ protocol }: Addressed): string =>
  `Path=/; HttpOnly; SameSite=Strict${protocol === 'https' ? '; Secure' : ''}`;

/** Keeps the token in the browser, where no script can read it, until the session ends. */
export const setSession = (
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  expires: string,
): FastifyReply =>
  reply.header(
    'set-cookie',
    `${cookieName(request)}=${encodeURIComponent(token)}; Expires=${new Date(expires).toUTCString()}; ${attributes(request)}`,
  );

export const clearSession = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply.header('set-cookie', `${cookieName(request)}=; Max-Age=0; ${attributes(request)}`);
