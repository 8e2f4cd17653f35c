import { TimeoutError } from '@symphony-ts/contract';

/** A write may have been stored, and somebody else has written the key since. Sending it again might undo that other write. */
export class OvertakenError extends TimeoutError {
  constructor({
    subject,
    key,
    timeoutMs,
  }: { readonly subject: string; readonly key: string; readonly timeoutMs: number }) {
    const reason = `it may have been stored, and others have written '${key}' since; read it before you write it again`;
    super({ subject, timeoutMs, reason });
  }
}
