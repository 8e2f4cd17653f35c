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
 * Chooses between the host in a token and an override (`SYMPHONY_ADDRESS`). The scheme and the port of the override only apply
 * to HTTPS. NATS only uses its host. An empty override counts as unset.
 */
export function resolvePlatformAddress(tokenHost: string, override: string | undefined): PlatformAddress {
  if (override === undefined || override.trim() === '') {
    return { baseUrl: formatAddress(parseAddress(tokenHost, 'the host in the token')), natsHost: undefined };
  }
  const address = parseAddress(override);
  return { baseUrl: formatAddress(address), natsHost: address.host };
}

/** The NATS servers with replaced hosts and the same ports, without duplicates. */
export function readdressServers(servers: readonly string[], natsHost: string | undefined): readonly string[] {
  if (natsHost === undefined) return servers;
  return [...new Set(servers.map((server) => replaceHost(server, natsHost)))];
}

const SERVER = /^([a-z]+:\/\/)?(?:\[[^\]]*\]|[^:/]+)(:\d+)?$/i;
function replaceHost(server: string, host: string): string {
  const [, scheme = '', port = ''] = SERVER.exec(server) ?? [];
  return `${scheme}${host}${port}`;
}

/** Logs one warning if the token would be sent over a network without encryption. */
export function warnOfPlaintext(baseUrl: string, logger: Logger): void {
  const { protocol, hostname, host } = new URL(baseUrl);
  if (protocol !== 'http:' || isLoopback(hostname)) return;
  logger.warn('the token is sent in clear text: SYMPHONY_ADDRESS says http; use https outside of development', {
    host,
  });
}
