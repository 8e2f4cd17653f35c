import type { Logger } from '@symphony-ts/contract';
import { formatAddress, isLoopback, parseAddress } from './address.js';

/** The addresses of the two legs of a connection. */
export interface PlatformAddress {
  /** Origin of the HTTPS leg, without a trailing slash. */
  readonly baseUrl: string;
  /** The host that replaces the hosts of the NATS servers; `undefined` if the hosts that the platform names are used. */
  readonly natsHost: string | undefined;
}

/**
 * Decides between the host inside a token and an override (`SYMPHONY_ADDRESS`). The override's scheme and port go to
 * the HTTPS leg alone; of it, NATS only gets the host. An empty override counts as unset.
 */
export function resolvePlatformAddress(tokenHost: string, override: string | undefined): PlatformAddress {
  if (override === undefined || override.trim() === '') {
    return { baseUrl: formatAddress(parseAddress(tokenHost, 'the host in the token')), natsHost: undefined };
  }
  const address = parseAddress(override);
  return { baseUrl: formatAddress(address), natsHost: address.host };
}

/** The NATS servers with their hosts replaced and their ports kept, each once. */
export function readdressServers(servers: readonly string[], natsHost: string | undefined): readonly string[] {
  if (natsHost === undefined) return servers;
  return [...new Set(servers.map((server) => replaceHost(server, natsHost)))];
}

const SERVER = /^([a-z]+:\/\/)?(?:\[[^\]]*\]|[^:/]+)(:\d+)?$/i;
function replaceHost(server: string, host: string): string {
  const [, scheme = '', port = ''] = SERVER.exec(server) ?? [];
  return `${scheme}${host}${port}`;
}

/** Logs one warning when the token would cross a network in clear. */
export function warnOfPlaintext(baseUrl: string, logger: Logger): void {
  const { protocol, hostname, host } = new URL(baseUrl);
  if (protocol !== 'http:' || isLoopback(hostname)) return;
  logger.warn('the token is sent in clear text: SYMPHONY_ADDRESS says http; use https outside of development', {
    host,
  });
}
