/** A log line of a server about a client that exceeded its permissions. */
export interface LogViolation {
  readonly operation: 'publish' | 'subscribe';
  readonly subject: string;
  /** Public NKey of the user. */
  readonly user: string | undefined;
}

const MARK = ' Violation - ';
const OPERATION = /(Publish|Subscription) Violation - /;
const USER = /\bnkey[: ]"?(U[A-Z2-7]{55})\b/i;
const SUBJECT = /Subject "((?:[^"\\]|\\.)*)"/;

/**
 * Reads a line of a server's log; `undefined` for any other. Servers publish no event about it, and each release words it in its own
 * way (tried on 2.9.10 and 2.15.1).
 */
export function readLogViolation(line: string): LogViolation | undefined {
  if (!line.includes(MARK)) return undefined;
  const operation = OPERATION.exec(line)?.[1];
  if (operation === undefined) return undefined;
  return {
    operation: operation === 'Publish' ? 'publish' : 'subscribe',
    subject: SUBJECT.exec(line)?.[1] ?? '',
    user: USER.exec(line)?.[1],
  };
}
