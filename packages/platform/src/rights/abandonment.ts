import { abandonedSubject, isPrefix, type KeyCapabilities } from '@symphony-ts/contract';
import { capabilityBytes, MOST_CAPABILITY_BYTES, subjectOwner } from './capability-check.js';

/**
 * The subjects that may be published to, and with them those where extensions are told that their callers have given up: whoever
 * may call an extension may tell it so. Without them where all together would be more than can be granted.
 */
export function withAbandonment({ pub, sub }: KeyCapabilities): readonly string[] {
  const called = pub.allow.flatMap((subject) => {
    const owner = subjectOwner(subject);
    return owner?.kind === 'service' && isPrefix(owner.prefix) ? [owner.prefix] : [];
  });
  const told = [...pub.allow, ...[...new Set(called)].map(abandonedSubject)];
  return capabilityBytes({ pub: { allow: told }, sub }) <= MOST_CAPABILITY_BYTES ? told : pub.allow;
}
