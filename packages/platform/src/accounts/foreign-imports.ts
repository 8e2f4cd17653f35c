import { isPrefix, type KeyCapabilities } from '@symphony-ts/contract';
import { withAbandonment } from '../rights/abandonment.js';
import { subjectOwner } from '../rights/capability-check.js';

/** A subject of another extension that an account may reach. */
export interface ForeignImport {
  readonly kind: 'service' | 'stream';
  /** The extension that owns it. */
  readonly from: string;
  readonly subject: string;
}

const isExact = (subject: string): boolean => !/(^|\.)[*>](\.|$)/.test(subject);

/**
 * The imports that an account needs for its capabilities: the services of others that it calls, the events of others that it
 * receives, and the subject where a called extension learns that callers have given up. Wildcards into another extension give
 * nothing, and neither does the right to *answer* a service of another extension.
 */
export function foreignImports(prefix: string, capabilities: KeyCapabilities): ForeignImport[] {
  const pick = (subjects: readonly string[], owned: 'service' | 'event', kind: ForeignImport['kind']) =>
    subjects.flatMap((subject): ForeignImport[] => {
      const owner = subjectOwner(subject);
      const isForeign = owner?.kind === owned && owner.prefix !== prefix && isPrefix(owner.prefix) && isExact(subject);
      return owner && isForeign ? [{ kind, from: owner.prefix, subject }] : [];
    });
  const exact = { ...capabilities, pub: { allow: capabilities.pub.allow.filter(isExact) } };
  const all = [
    ...pick(withAbandonment(exact), 'service', 'service'),
    ...pick(capabilities.sub.allow, 'event', 'stream'),
  ];
  const unique = new Map(all.map((foreignImport) => [`${foreignImport.kind} ${foreignImport.subject}`, foreignImport]));
  return [...unique.values()].sort((a, b) => (a.subject < b.subject ? -1 : 1));
}
