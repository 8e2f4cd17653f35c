/**
 * Whether a request may be answered: it wants no answer, or one in an inbox. `_R_.` is how a server maps replies across
 * accounts. Any other reply subject would make the service write where its sender may not: to a bucket, to JetStream's API.
 */
export const isSafeReply = (reply: string | undefined): boolean =>
  !reply || reply.startsWith('_INBOX.') || reply.startsWith('_R_.');
