import { isIP } from 'node:net';
import { InvalidConfigurationError } from '@symphony-ts/contract';

/**
 * The reverse proxies whose `X-Forwarded-For` the platform believes: their number (`true` for one), or their addresses, such as
 * `10.0.0.0/8`.
 */
export type TrustedProxies = boolean | number | string | readonly string[];

/** Names of address ranges that the HTTP library knows. */
const named: readonly string[] = ['loopback', 'linklocal', 'uniquelocal'];

/**
 * The value for the HTTP library. It counts from the nearest proxy, because each proxy appends the address that it saw. So an
 * address that the caller itself wrote into the header is never used.
 *
 * @throws `INVALID_CONFIGURATION` when it does not name proxies
 */
export function trustedProxies(given: TrustedProxies): false | string[] | ((address: string, hop: number) => boolean) {
  if (given === false || given === 0) return false;
  if (given === true || typeof given === 'number') {
    const count = Number(given);
    if (Number.isInteger(count) && count > 0) return (_address, hop) => hop < count;
    throw refused(`${given} is not a number of proxies`);
  }
  const addresses = (typeof given === 'string' ? given.split(',') : given).map((address) => address.trim());
  for (const address of addresses)
    if (!isProxyAddress(address)) throw refused(`'${address}' is not an address or a range`);
  return addresses;
}

function isProxyAddress(text: string): boolean {
  if (named.includes(text)) return true;
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128))
  );
}

const refused = (reason: string): InvalidConfigurationError =>
  new InvalidConfigurationError({
    setting: 'http.trustProxy',
    reason: `${reason}; write how many proxies stand in front, or their addresses such as 10.0.0.0/8`,
  });
