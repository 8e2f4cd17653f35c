import {
  type Capability,
  covers,
  eventSubjects,
  isAbandonment,
  keyCapabilities,
  PermissionError,
  serviceGroup,
} from '@symphony-ts/contract';

/** Subjects that the key of every extension may publish to, with any declarations. */
const ALWAYS = ['cirata.services.>', '_INBOX.>', '$SRV.>'];

/**
 * Makes the check of a server: may the extension publish to `subject`? Throws `PermissionError` if no declared capability
 * covers it. An extension may always call its own endpoints and publish its own events.
 */
export function capabilityGuard(prefix: string, declared: readonly Capability[]): (subject: string) => void {
  const allowed = [
    ...ALWAYS,
    `${serviceGroup(prefix)}.>`,
    ...eventSubjects(prefix),
    ...keyCapabilities(declared).pub.allow,
  ];
  return (subject) => {
    // If the extension may call another one, it may also tell it that a call was given up.
    if (!isAbandonment(subject) && !allowed.some((pattern) => covers(pattern, subject)))
      throw new PermissionError({ operation: 'publish', subject });
  };
}
