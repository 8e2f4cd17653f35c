import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Logger, SymphonyError } from '@symphony-ts/contract';

const DAY_MS = 86_400_000;
/** When the log begins to tell that a certificate ends. */
const WARN_BEFORE_MS = 14 * DAY_MS;

/** The time in which a certificate is valid, as milliseconds since 1970. */
interface Dates {
  readonly from: number;
  readonly until: number;
}

interface WatchParts {
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

/** What is wrong with the dates of a certificate at a time, if anything. */
export type DateProblem = { readonly kind: 'invalid' | 'ends soon'; readonly text: string } | undefined;

/** Judges the dates of a certificate. */
export function checkDates({ from, until }: Dates, now: number): DateProblem {
  const dayOf = (time: number): string => new Date(time).toISOString();
  if (now > until) return { kind: 'invalid', text: `the certificate expired at ${dayOf(until)}: renew it` };
  if (now < from) {
    return { kind: 'invalid', text: `the certificate is valid from ${dayOf(from)}: check the clock of this machine` };
  }
  if (until - now > WARN_BEFORE_MS) return undefined;
  const days = Math.floor((until - now) / DAY_MS);
  return { kind: 'ends soon', text: `the certificate ends in ${days} days, at ${dayOf(until)}: renew it` };
}

/**
 * Refuses a certificate that clients would refuse, and says in the log each day that one ends soon. A file that
 * cannot be read is left to the server that uses it.
 *
 * @throws `INVALID_CONFIGURATION` when the certificate has expired, or is not valid yet
 */
export async function watchCertificate(file: string, { logger, signal }: WatchParts): Promise<void> {
  const look = async (): Promise<DateProblem> => {
    const dates = await readDates(file);
    return dates && checkDates(dates, Date.now());
  };
  const tell = (problem: DateProblem): void => {
    if (problem?.kind === 'invalid') logger.error(problem.text, { file });
    if (problem?.kind === 'ends soon') logger.warn(problem.text, { file });
  };
  const problem = await look();
  if (problem?.kind === 'invalid') {
    throw new SymphonyError('INVALID_CONFIGURATION', { setting: '--tls-cert', reason: `${file}: ${problem.text}` });
  }
  tell(problem);
  const timer = setInterval(() => void look().then(tell), DAY_MS);
  timer.unref();
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

async function readDates(file: string): Promise<Dates | undefined> {
  try {
    const { validFrom, validTo } = new X509Certificate(await readFile(file));
    return { from: Date.parse(validFrom), until: Date.parse(validTo) };
  } catch {
    return undefined; // the server that uses the file says what is wrong with it
  }
}
