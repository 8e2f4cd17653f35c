import {
  type Capability,
  covers,
  eventSubjects,
  isAbandonment,
  keyCapabilities,
  PermissionError,
  serviceGroup,
} from '@symphony-ts/contract';

/** What the key of every extension may publish to, whatever it declares. */
const ALWAYS = ['cirata.services.>', '_INBOX.>', '$SRV.>'];

/**
 * Makes the check a server makes: may the extension publish to `subject`? Throws `PermissionError` where it declares no
 * such capability. Its own endpoints it may always call, and its own events it may always publish.
 */
export function capabilityGuard(prefix: string, declared: readonly Capability[]): (subject: string) => void {
  const allowed = [
    ...ALWAYS,
    `${serviceGroup(prefix)}.>`,
    ...eventSubjects(prefix),
    ...keyCapabilities(declared).pub.allow,
  ];
  return (subject) => {
    // Whoever may call an extension may tell it that a call is given up.
    if (!isAbandonment(subject) && !allowed.some((pattern) => covers(pattern, subject)))
      throw new PermissionError({ operation: 'publish', subject });
  };
}
