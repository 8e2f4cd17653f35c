import { InvalidConfigurationError } from '@symphony-ts/contract';

/** Server URLs without user names and passwords, and the login that one of them contained. */
export interface ServerList {
  readonly servers: readonly string[];
  readonly login: { readonly user: string; readonly password: string } | { readonly token: string } | undefined;
  readonly isWebSocket: boolean;
}

const SCHEMES = ['nats:', 'tls:', 'ws:', 'wss:'];
const refuse = (reason: string): never => {
  throw new InvalidConfigurationError({ setting: 'nats.servers', reason });
};

/** Removes user name and password, or the token, from the URLs, because nats.js ignores them there. */
export function readServers(given: string | readonly string[]): ServerList {
  let login: ServerList['login'];
  const listed = [given].flat().flatMap((servers) => servers.split(','));
  const servers = listed.map((server) => {
    const url = readUrl(server.trim());
    if (url.username !== '') {
      const [user, password] = [decode(url.username), decode(url.password)];
      // As in the nats command, a name without a password is a token.
      login ??= url.password === '' ? { token: user } : { user, password };
    }
    const path = isWebSocketUrl(url.protocol) && url.pathname !== '/' ? url.pathname : '';
    return `${url.protocol}//${url.host}${path}${isWebSocketUrl(url.protocol) ? url.search : ''}`;
  });
  if (servers.length === 0) return refuse('names no server');
  const isWebSocket = servers.some(isWebSocketUrl);
  if (isWebSocket && !servers.every(isWebSocketUrl)) {
    return refuse('has WebSockets beside other servers; one connection uses one of both');
  }
  return { servers, login, isWebSocket };
}

const isWebSocketUrl = (text: string): boolean => /^wss?:/.test(text);

function readUrl(server: string): URL {
  const text = server.includes('://') ? server : `nats://${server}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // The error does not repeat this text, because it may contain a password.
  if (!url?.hostname) return refuse('one of them is not a URL; an IPv6 address needs brackets');
  if (!SCHEMES.includes(url.protocol)) {
    return refuse(`'${url.protocol}//' is not a way to reach NATS; use nats, tls, ws or wss`);
  }
  return url;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a per cent sign that is not encoded
  }
}
