import { ROOT } from '@symphony-ts/contract';
import { gateOf } from './gates.js';

/** Names of the accounts that are not an extension's. Prefixes are lower case, so none of them can collide. */
export const accountNames = {
  system: 'SYS',
  /** Holds the platform's state and exports its services. */
  platform: 'PLATFORM',
  /** Reaches into every extension's account, through the gates; holds nothing. */
  hub: 'HUB',
  /** Leads what people call to the gate of the extension; holds nothing. */
  calls: 'CALLS',
  /** Browser users and plain clients. */
  people: 'PEOPLE',
} as const;

/** What callers from the people's account are called where an extension's prefix stands. No prefix begins with `_`. */
export const PEOPLE_CALLER = '_people';

/** The platform's services as accounts see them. */
export const LOCAL_SERVICES = `${ROOT}.services.>`;
/** The same inside PLATFORM, with the caller's name written in by the import that the platform alone signs. */
export const callerServices = (caller: string): string => `symphony.from.${caller}.services.>`;

/** What HUB reaches through one gate of what extensions keep. */
export const gateAccounts = (gate: number): string => `account.${gate}`;
/** What one gate leads to of the endpoints of extensions. A server has to be able to find `gate` by a function of its own. */
export const gateCalls = (gate: number | string): string => `calls.${gate}`;

const accountAt = (prefix: string): string => `${gateAccounts(gateOf(prefix))}.${prefix}`;
/** Where HUB reaches the JetStream API of an extension's account. */
export const accountJetStream = (prefix: string): string => `${accountAt(prefix)}.JS.API`;
/** Where HUB discovers the micro services of an extension's account. */
export const accountDiscovery = (prefix: string): string => `${accountAt(prefix)}.SRV`;
/** Where HUB writes to the buckets of an extension's account. */
export const accountKeyValue = (prefix: string): string => `${accountAt(prefix)}.KV`;
/** Where a gate leads to the endpoints of an extension. */
export const accountServices = (prefix: string): string => `${gateCalls(gateOf(prefix))}.${prefix}`;
