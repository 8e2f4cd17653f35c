import { isAcceptedSubject, type KeyCapabilities, ROOT } from '@symphony-ts/contract';
import type { CapabilityProblem } from './capability-check.js';

/**
 * The subjects that roles can give: services and endpoints, events, broadcasts and statuses. Inboxes belong to their owners,
 * and no role can give them.
 */
const FAMILIES: readonly string[] = [ROOT, 'extensions', 'events'];

/** Everything that forbids a role to hold `capabilities`. */
export function checkRole(capabilities: KeyCapabilities): CapabilityProblem[] {
  return [...capabilities.pub.allow, ...capabilities.sub.allow].flatMap((subject) => {
    const reason = problemOf(subject);
    return reason === undefined ? [] : [{ subject, reason }];
  });
}

function problemOf(subject: string): string | undefined {
  if (!isAcceptedSubject(subject)) return 'it is not a subject, or is longer than the platform accepts';
  if (isGivable(subject)) return undefined;
  return `a role gives subjects that begin with ${FAMILIES.join(', ')}; no role can give inboxes and subjects of the server`;
}

/** Whether a role can give a subject or a pattern. No such pattern reaches inboxes. */
export const isGivable = (subject: string): boolean => FAMILIES.includes(subject.split('.')[0] ?? '');
