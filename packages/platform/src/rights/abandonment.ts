import { abandonedSubject, isPrefix, type KeyCapabilities } from '@symphony-ts/contract';
import { capabilityBytes, MOST_CAPABILITY_BYTES, subjectOwner } from './capability-check.js';

/**
 * Adds the subjects at which extensions learn that a caller has given up, because a key that may call an extension may also
 * tell it that. They are omitted if all subjects together would exceed the limit for grants.
 */
export function withAbandonment({ pub, sub }: KeyCapabilities): readonly string[] {
  const called = pub.allow.flatMap((subject) => {
    const owner = subjectOwner(subject);
    return owner?.kind === 'service' && isPrefix(owner.prefix) ? [owner.prefix] : [];
  });
  const told = [...pub.allow, ...[...new Set(called)].map(abandonedSubject)];
  return capabilityBytes({ pub: { allow: told }, sub }) <= MOST_CAPABILITY_BYTES ? told : pub.allow;
}
