import { isIPv6 } from 'node:net';

/** Requests a minute from one address. */
export interface RateLimits {
  /** Exchanges of tokens. Default 600: enough for a machine with many instances that reconnect at the same time. */
  readonly exchange: number;
  /** Attempts to sign in. Default 30. */
  readonly signIn: number;
}

/** An IPv6 caller has a network of 64 bits to itself, and could use another address for each request. */
const NETWORK_GROUPS = 4;

/** The name under which a caller without a key is counted: its IPv4 address, or the network of its IPv6 address. */
export function strangerAddress(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(ip)) return ip;
  const [head = '', tail] = ip.split('%')[0]?.split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after];
  return `${groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => (Number.parseInt(group, 16) || 0).toString(16))
    .join(':')}::/64`;
}
