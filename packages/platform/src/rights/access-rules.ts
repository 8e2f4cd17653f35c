import { type KeyCapabilities, SymphonyError } from '@symphony-ts/contract';
import { knownSubject } from '../kit/known-subjects.js';
import { effectiveCapabilities } from './effective-capabilities.js';
import type { RightsHolder } from './rights-holder.js';
import { createCover } from './subject-cover.js';
import { createRequestCheck } from './telemetry-access.js';

/** An endpoint of an extension. */
export interface EndpointTarget {
  readonly prefix: string;
  readonly endpoint: string;
}

/** The rights of keys on one platform. A right is a `pub` capability that covers the right's subject. */
export interface AccessRules {
  /** The capabilities of a key beyond those that every key of its kind has. */
  readonly capabilitiesOf: (key: RightsHolder) => KeyCapabilities;
  /** Whether a key without a grant may do all that the manifest of its extension declares. */
  readonly grantsDeclared: (key: RightsHolder) => boolean;
  readonly holds: (key: RightsHolder, right: string) => boolean;
  /** Throws `PERMISSION_DENIED` for a key without the right. */
  readonly assertHolds: (key: RightsHolder, right: string) => void;
  /**
   * Throws `PERMISSION_DENIED` unless a key may call a REST operation. It may call all of its own extension, and otherwise
   * those that its capabilities cover. REST operations never return telemetry, whatever their names are.
   */
  readonly assertMayCall: (key: RightsHolder, target: EndpointTarget) => void;
  /** The same for any endpoint. A wildcard does not grant the endpoints of telemetry. */
  readonly assertMayInvoke: (key: RightsHolder, target: EndpointTarget) => void;
}

/** The rules of a platform. With `grantDeclared` (development), keys without a grant have the declared capabilities. */
export function createAccessRules(grantDeclared: boolean): AccessRules {
  const known = new WeakMap<RightsHolder, KnownRights>();
  /** A key is a record that never changes: another grant is another record. */
  const rightsOf = (key: RightsHolder): KnownRights => {
    const kept = known.get(key);
    if (kept) return kept;
    const capabilities = effectiveCapabilities(key, grantDeclared);
    const { allow } = capabilities.pub;
    const made = {
      capabilities,
      mayPublish: remembered(createCover(allow)),
      mayRequest: remembered(createRequestCheck(allow)),
    };
    known.set(key, made);
    return made;
  };
  const capabilitiesOf = (key: RightsHolder): KeyCapabilities => rightsOf(key).capabilities;
  const holds = (key: RightsHolder, right: string): boolean => rightsOf(key).mayPublish(right);
  const assertHolds = (key: RightsHolder, right: string): void => {
    if (!holds(key, right)) throw denied(right);
  };
  return {
    capabilitiesOf,
    grantsDeclared: (key) => grantDeclared && key.capabilities === undefined,
    holds,
    assertHolds,
    assertMayCall: (key, target) => {
      if (!isOwn(key, target)) assertHolds(key, knownSubject(target.prefix, target.endpoint));
    },
    assertMayInvoke: (key, target) => {
      if (isOwn(key, target)) return;
      const subject = knownSubject(target.prefix, target.endpoint);
      if (!rightsOf(key).mayRequest(subject)) throw denied(subject);
    },
  };
}

/** The rights of a key, read once from its record. */
interface KnownRights {
  readonly capabilities: KeyCapabilities;
  readonly mayPublish: (subject: string) => boolean;
  /** Here, a wildcard does not grant the endpoints of telemetry. */
  readonly mayRequest: (subject: string) => boolean;
}

/** How many subjects are remembered for each key. A key that asks for more waits a little longer, and fills no memory. */
const MOST_SUBJECTS = 200;

function remembered(covers: (subject: string) => boolean): (subject: string) => boolean {
  const known = new Map<string, boolean>();
  return (subject) => {
    const before = known.get(subject);
    if (before !== undefined) return before;
    const found = covers(subject);
    if (known.size >= MOST_SUBJECTS) known.clear();
    known.set(subject, found);
    return found;
  };
}

const isOwn = (key: RightsHolder, { prefix }: EndpointTarget): boolean =>
  key.kind !== 'registration' && key.prefix === prefix;

const denied = (subject: string): SymphonyError<'PERMISSION_DENIED'> =>
  new SymphonyError('PERMISSION_DENIED', { operation: 'publish', subject });
