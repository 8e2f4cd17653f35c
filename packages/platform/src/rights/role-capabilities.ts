import { isTakenSubject, type KeyCapabilities, ROOT } from '@symphony-ts/contract';
import type { CapabilityProblem } from './capability-check.js';

/** What roles are about: services and endpoints, events, broadcasts and statuses. Inboxes are their owners', and nobody's to give. */
const FAMILIES: readonly string[] = [ROOT, 'extensions', 'events'];

/** Everything that forbids a role to hold `capabilities`. */
export function checkRole(capabilities: KeyCapabilities): CapabilityProblem[] {
  return [...capabilities.pub.allow, ...capabilities.sub.allow].flatMap((subject) => {
    const reason = problemOf(subject);
    return reason === undefined ? [] : [{ subject, reason }];
  });
}

function problemOf(subject: string): string | undefined {
  if (!isTakenSubject(subject)) return 'it is not a subject, or is longer than the platform takes';
  if (isGivable(subject)) return undefined;
  return `a role gives subjects that begin with ${FAMILIES.join(', ')}; inboxes and what the server keeps are nobody's to give`;
}

/** Whether a subject, or a pattern, stays within what can be given: no pattern reaches inboxes. */
export const isGivable = (subject: string): boolean => FAMILIES.includes(subject.split('.')[0] ?? '');
