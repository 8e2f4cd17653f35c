/** What the audit log tells of. */
export const auditSubjects = ['changes', 'refusals'] as const;
export type AuditSubject = (typeof auditSubjects)[number];
