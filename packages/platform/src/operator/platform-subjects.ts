import { ROOT } from '@symphony-ts/contract';
import { gateOf } from './gates.js';

/**
 * Names of the accounts that do not belong to an extension. Prefixes are lower case, so no prefix equals one of these names.
 */
export const accountNames = {
  system: 'SYS',
  /** Holds the platform's state and exports its services. */
  platform: 'PLATFORM',
  /** Reaches into every extension's account, through the gates; holds nothing. */
  hub: 'HUB',
  /** Passes the calls of people to the gate of the extension. Stores nothing. */
  calls: 'CALLS',
  /** Browser users and plain clients. */
  people: 'PEOPLE',
} as const;

/** The name of callers from the account of people, in the place of an extension's prefix. No prefix begins with `_`. */
export const PEOPLE_CALLER = '_people';

/** The platform's services as accounts see them. */
export const LOCAL_SERVICES = `${ROOT}.services.>`;
/** The same inside PLATFORM. The import, which only the platform can sign, writes the name of the caller into the subject. */
export const callerServices = (caller: string): string => `symphony.from.${caller}.services.>`;

/** The subjects at which HUB reaches the data of extensions through one gate. */
export const gateAccounts = (gate: number): string => `account.${gate}`;
/** The subjects at which one gate reaches the endpoints of extensions. A server has to be able to compute `gate` itself. */
export const gateCalls = (gate: number | string): string => `calls.${gate}`;

const accountAt = (prefix: string): string => `${gateAccounts(gateOf(prefix))}.${prefix}`;
/** Where HUB reaches the JetStream API of an extension's account. */
export const accountJetStream = (prefix: string): string => `${accountAt(prefix)}.JS.API`;
/** Where HUB discovers the micro services of an extension's account. */
export const accountDiscovery = (prefix: string): string => `${accountAt(prefix)}.SRV`;
/** Where HUB writes to the buckets of an extension's account. */
export const accountKeyValue = (prefix: string): string => `${accountAt(prefix)}.KV`;
/** The subjects at which a gate reaches the endpoints of an extension. */
export const accountServices = (prefix: string): string => `${gateCalls(gateOf(prefix))}.${prefix}`;
