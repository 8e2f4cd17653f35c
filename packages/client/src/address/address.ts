import { isIPv6 } from 'node:net';
import { InvalidConfigurationError, withoutUndefined } from '@symphony-ts/contract';

/** Where a platform answers over HTTPS. */
export interface Address {
  readonly scheme: 'https' | 'http';
  /** Host name or IP address, as URLs write it: an IPv6 address has brackets. */
  readonly host: string;
  /** Absent if it is the default port of the scheme. */
  readonly port?: number;
}

const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;
/** Host and port. The text itself is checked, because the URL parser would repair white space, backslashes and `%41`. */
const AUTHORITY = /^(\[[^\]\s]*\]|[^/?#@:[\]\\\s%]+)(?::([0-9]*))?\/?$/;
const LONGEST_HOST = 253;

/**
 * Reads one of the three forms of `SYMPHONY_ADDRESS`: `host`, `host:port` (both HTTPS) or a URL with `http` or `https`.
 *
 * White space around it is ignored. `setting` is named in the `InvalidConfigurationError` that is thrown for anything
 * else: another scheme, a user name, a path, a query, a port outside 1–65535, an IPv6 address without brackets.
 */
export function parseAddress(text: string, setting = 'SYMPHONY_ADDRESS'): Address {
  const trimmed = text.trim();
  const refuse = (reason: string): never => {
    throw new InvalidConfigurationError({ setting, reason });
  };
  const scheme = SCHEME.exec(trimmed)?.[1]?.toLowerCase() ?? 'https';
  if (scheme !== 'https' && scheme !== 'http') return refuse(`the scheme must be http or https, not '${scheme}'`);
  const rest = trimmed.replace(SCHEME, '');
  if (rest === '') return refuse('it names no host');
  const parts = AUTHORITY.exec(rest);
  if (!parts) return refuse(reasonAgainst(rest));
  const [, host = '', portText] = parts;
  const port = portText === undefined ? undefined : Number(portText);
  if (port !== undefined && (port < 1 || port > 65_535)) return refuse('the port must be between 1 and 65535');
  if (!isHost(host)) return refuse(`'${host}' is not a host name or an IP address`);
  const url = new URL(`${scheme}://${host}`);
  return { scheme, host: url.hostname, ...withoutUndefined({ port }) };
}

/** The URL of an address without a trailing slash: `https://symphony.example.com:8443`. */
export const formatAddress = ({ scheme, host, port }: Address): string =>
  `${scheme}://${host}${port === undefined ? '' : `:${port}`}`;

/** True for a host that never leaves this machine. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);

function isHost(host: string): boolean {
  if (host.startsWith('[')) return isIPv6(host.slice(1, -1)) && URL.canParse(`https://${host}`);
  return (
    host.length <= LONGEST_HOST && !host.startsWith('.') && !host.includes('..') && URL.canParse(`https://${host}`)
  );
}

/**
 * Why a text is not `host` or `host:port`. The message does not repeat the text, because a part before an `@` may be a secret.
 */
function reasonAgainst(rest: string): string {
  if (rest.includes('@')) return 'user names and passwords do not belong in it';
  if (/[?#]/.test(rest)) return 'it must not have a query or a fragment';
  if (/[/\\]/.test(rest)) return 'it must not have a path';
  if (isIPv6(rest)) return 'an IPv6 address needs brackets, as in [::1]:8443';
  return 'it must be a host, host:port, or an http or https URL';
}
