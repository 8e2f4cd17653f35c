import { JetStreamManagerError } from '../errors/manager-error.js';
import type { AssetList } from './paged-list.js';

/** The assets that a list names but does not contain, each with the reason. `kind` is `stream` or `consumer`. */
export function listTrouble(
  { missing, offline, unreadable }: Omit<AssetList<never>, 'items'>,
  kind: string,
): ReadonlyMap<string, JetStreamManagerError> {
  const silent = missing.map((name): [string, JetStreamManagerError] => [
    name,
    new JetStreamManagerError('TIMEOUT', `no server answered for the ${kind} ${name}`, { details: { name } }),
  ]);
  const down = Object.entries(offline).map(([name, reason]): [string, JetStreamManagerError] => [
    name,
    new JetStreamManagerError('FEATURE_UNSUPPORTED', `the ${kind} ${name} is offline: ${reason}`, {
      details: { name, reason },
    }),
  ]);
  return new Map([...silent, ...down, ...unreadable]);
}
