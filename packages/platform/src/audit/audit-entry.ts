import * as z from 'zod';

/** Where audit entries are published; the last token is the actor. */
export const AUDIT_SUBJECT = 'symphony.audit';
export const AUDIT_STREAM = 'symphony_audit';

/** One change to a key, a role, a licence, or the attribution of use. */
export const AuditEntry = z.object({
  at: z.iso.datetime(),
  /** Id of the person or key that did it, or `operator`. */
  actor: z.string(),
  action: z.enum([
    'key.create',
    'key.change',
    'key.revoke',
    'account.thaw',
    'account.delete',
    'role.change',
    'role.delete',
    'person.sign-in',
    'person.sign-out',
    'license.add',
    'license.remove',
    'business-unit.change',
    'business-unit.delete',
    'attribution-rule.change',
    'attribution-rule.delete',
    'usage.attribute',
  ]),
  /**
   * The changed thing: the id of a key, person, licence, business unit or rule, the name of a role, or the key of a usage
   * record.
   */
  target: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** The two parts of the audit log. */
export const auditSubjects = ['changes', 'refusals'] as const;
export type AuditSubject = (typeof auditSubjects)[number];
