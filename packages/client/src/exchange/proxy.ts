import { BlockList, isIP } from 'node:net';
import { isLoopback } from '../address/address.js';

/** Variables of the environment. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a URL from `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in upper or lower case, like in curl and Go.
 * `undefined` means a direct connection. Loopback addresses always have a direct connection.
 */
export function proxyFor(url: URL, env: Variables): URL | undefined {
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const text = eitherCase(env, `${scheme}_proxy`);
  if (text === undefined || isLoopback(url.hostname) || isExempt(url, eitherCase(env, 'no_proxy') ?? ''))
    return undefined;
  const proxy = text.includes('://') ? text : `http://${text}`;
  return URL.canParse(proxy) ? new URL(proxy) : undefined;
}

const eitherCase = (env: Variables, name: string): string | undefined =>
  env[name]?.trim() || env[name.toUpperCase()]?.trim() || undefined;

/** Whether one of `hosts`, separated by commas, covers the host of a URL. */
function isExempt(url: URL, hosts: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return hosts
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => covers(entry.toLowerCase(), host, port));
}

/** `*`, a network such as `10.0.0.0/8`, an address, or a domain with its subdomains. The last two may have a port. */
function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInNetwork(entry, host);
  const [, name = '', own] = /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(isIP(entry) ? `[${entry}]` : entry) ?? [];
  if (own !== undefined && own !== port) return false;
  if (isIP(name)) return name === host;
  const domain = name.replace(/^\*?\./, '');
  return domain !== '' && ((host === domain && !name.startsWith('.')) || host.endsWith(`.${domain}`));
}

function isInNetwork(entry: string, host: string): boolean {
  const [address = '', bits = ''] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || family !== isIP(host) || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128))
    return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const network = new BlockList();
  network.addSubnet(address, Number(bits), type);
  return network.check(host, type);
}
