import type { StreamInfo } from '@nats-io/jetstream';
import { isSymphonyError, SymphonyError } from '@symphony-ts/contract';
import { ask } from './ask.js';
import { insist } from './persist.js';
import { type ApiError, refusalError } from './server-refusal.js';
import { type Attempt, attempt } from './storage-error.js';
import { within } from './within.js';

const OPERATION = 'open';
const NOTHING = new Uint8Array(0);

/** The bucket to open, the subject on which the server tells of its stream, and the time to open it. */
export type Opening = Omit<Attempt, 'operation' | 'signal'>;

/**
 * Asks the server for the stream of a bucket. A request that is lost in an election or in a restart of the server is sent
 * again, within `timeoutMs` in all. An answer that comes late counts, too.
 *
 * @throws `BUCKET_NOT_FOUND` as soon as the server says so; `STORAGE_UNAVAILABLE`, at once if the server has no JetStream;
 *   what a call on a bucket throws
 */
export function askForStream(opening: Opening): Promise<StreamInfo> {
  const { subject, timeoutMs, bucket } = opening;
  const deadline = performance.now() + timeoutMs;
  const leftMs = (): number => Math.max(1, deadline - performance.now());
  let found: (info: StreamInfo) => void = ignore;
  const late = new Promise<StreamInfo>((resolve) => {
    found = resolve;
  });
  const askAgain = (): Promise<StreamInfo> => {
    const asking = askOnce(opening, leftMs());
    asking.then(found, ignore);
    return Promise.race([asking, late]);
  };
  return insist(
    { bucket, timeoutMs, learn: (error) => assertJetStream(opening, error) },
    { operation: OPERATION },
    (attemptMs) =>
      attempt({ ...opening, operation: OPERATION, timeoutMs: leftMs() }, () => within(attemptMs, subject, askAgain())),
  );
}

async function askOnce({ nc, bucket, subject }: Opening, timeoutMs: number): Promise<StreamInfo> {
  const reply = await ask(nc, { subject, data: NOTHING, timeoutMs });
  const info = reply.json<StreamInfo & { readonly error?: ApiError }>();
  if (info.error) throw refusalError(info.error, { bucket, operation: OPERATION });
  return info;
}

/** @throws `STORAGE_UNAVAILABLE` when nobody answers on a server without JetStream, because waiting would not help */
function assertJetStream({ nc, bucket }: Opening, error: unknown): void {
  if (nc.info?.jetstream === true || !isSymphonyError(error, 'NO_RESPONDERS')) return;
  const reason = 'the server has no JetStream, and reaches none';
  throw new SymphonyError('STORAGE_UNAVAILABLE', { bucket, operation: OPERATION, reason }, { cause: error });
}

const ignore = (): void => undefined;
