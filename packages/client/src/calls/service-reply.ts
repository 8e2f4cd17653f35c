import { formatIssues, readIssues, SymphonyError } from '@symphony-ts/contract';
import type * as z from '@symphony-ts/contract/internal';

/** Checks what a platform service answered; throws `INVALID_REPLY`, naming each field that is wrong. */
export function parseServiceReply<T>(schema: z.ZodType<T>, value: unknown, subject: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new SymphonyError('INVALID_REPLY', { subject, reason: formatIssues(readIssues(parsed.error.issues)) });
}
