import { formatIssues, SymphonyError } from '@symphony-ts/contract';
import type { z } from 'zod';

/** Checks what a platform service answered; throws `INVALID_REPLY`, naming each field that is wrong. */
export function parseServiceReply<T>(schema: z.ZodType<T>, value: unknown, subject: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new SymphonyError('INVALID_REPLY', { subject, reason: formatIssues(issues) });
}
