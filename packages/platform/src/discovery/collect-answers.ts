import type { Msg, NatsConnection } from '@nats-io/nats-core';
import { newInbox } from '../nats/platform-connection.js';

/** How many answers are taken, and for how long. */
export interface CollectLimits {
  /** With this number of answers, it waits only for those that are already on their way. */
  readonly enough: number;
  /** The longest wait. An old server does not report that nobody listens. */
  readonly maxMs: number;
  /** The wait after the last answer, once there are enough. */
  readonly quietMs: number;
  readonly maxAnswers: number;
  readonly maxBytes: number;
}

/** What was collected. */
export interface Collected {
  readonly answers: readonly Uint8Array[];
  /** Whether more answers came than were taken. */
  readonly isCut: boolean;
}

/** The server's own answer if nobody listens to a request. */
const NOBODY = 503;

/**
 * Sends one request and takes the answers of all listeners. The server gets a limit for the answers it passes on. Without the
 * limit, a listener that answers without end could keep this connection busy.
 */
export function collectAnswers(nc: NatsConnection, subject: string, limits: CollectLimits): Promise<Collected> {
  const { enough, maxMs, quietMs, maxAnswers, maxBytes } = limits;
  const answers: Uint8Array[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    let quiet: NodeJS.Timeout | undefined;
    const inbox = newInbox(nc);
    const end = (isCut: boolean): void => {
      clearTimeout(late);
      clearTimeout(quiet);
      if (!subscription.isClosed()) subscription.unsubscribe();
      resolve({ answers, isCut });
    };
    const take = ({ data, headers }: Msg): void => {
      if (data.length === 0 && headers?.code === NOBODY) return end(false);
      bytes += data.length;
      if (answers.length >= maxAnswers || bytes > maxBytes) return end(true);
      answers.push(data);
      clearTimeout(quiet);
      if (answers.length >= enough) quiet = setTimeout(() => end(false), quietMs);
    };
    const late = setTimeout(() => end(false), maxMs);
    const subscription = nc.subscribe(inbox, {
      max: maxAnswers + 1,
      callback: (error, message) => (error ? reject(error) : take(message)),
    });
    void subscription.closed.then(() => end(false));
    nc.publish(subject, '', { reply: inbox });
  });
}
