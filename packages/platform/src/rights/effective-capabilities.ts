import { eventSubjects, type KeyCapabilities, platformServices, ROOT, rights } from '@symphony-ts/contract';
import type { RightsHolder } from './rights-holder.js';

const lists = (pub: readonly string[], sub: readonly string[]): KeyCapabilities => ({
  pub: { allow: [...pub] },
  sub: { allow: [...sub] },
});

/**
 * The capabilities of a key beyond those that every key of its kind has: the granted ones, or the default of its kind.
 *
 * With `grantDeclared` (development), a key without a grant may use everything in its account. The contents of the account
 * follow the manifest, which arrives only after the connection.
 */
export function effectiveCapabilities(key: RightsHolder, grantDeclared: boolean): KeyCapabilities {
  if (key.kind === 'registration') return lists([platformServices.provision], []);
  if (key.capabilities) return key.capabilities;
  if (key.kind === 'client') return grantDeclared ? everyService : listing;
  const own = key.prefix === undefined ? [] : eventSubjects(key.prefix);
  return grantDeclared
    ? lists([`${ROOT}.extensions.>`, rights.telemetryCollect, ...own], ['extensions.>', 'events.>'])
    : lists(own, own);
}

const everyService = lists(
  [`${ROOT}.extensions.>`, `${ROOT}.services.>`],
  ['extensions.>', 'events.>', `${ROOT}.status.>`],
);
const listing = lists([platformServices.info, platformServices.extensions], []);
