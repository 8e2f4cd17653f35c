import { z } from 'zod';

/** Where audit entries are published; the last tokens are the action. */
export const AUDIT_SUBJECT = 'symphony.audit';
export const AUDIT_STREAM = 'symphony_audit';

/** One change to a key, a role or a licence. */
export const AuditEntry = z.object({
  at: z.iso.datetime(),
  /** Id of the person or key that did it, or `operator`. */
  actor: z.string(),
  action: z.enum([
    'key.create',
    'key.change',
    'key.revoke',
    'role.change',
    'role.delete',
    'person.sign-in',
    'license.add',
    'license.remove',
  ]),
  /** Id of the key, person or licence, or name of the role, it was done to. */
  target: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
