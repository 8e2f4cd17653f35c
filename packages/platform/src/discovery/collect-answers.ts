import type { Msg, NatsConnection } from '@nats-io/nats-core';
import { newInbox } from '../nats/new-inbox.js';

/** How much of what answers is taken, and for how long. */
export interface CollectLimits {
  /** After so many answers no more are waited for than are under way. */
  readonly enough: number;
  /** The longest time. An old server does not tell that nobody is there. */
  readonly maxMs: number;
  /** How long after the last answer, once there are enough. */
  readonly quietMs: number;
  readonly maxAnswers: number;
  readonly maxBytes: number;
}

/** What was collected. */
export interface Collected {
  readonly answers: readonly Uint8Array[];
  /** Whether there was more than was taken. */
  readonly isCut: boolean;
}

/** What a server answers itself where nobody hears a request. */
const NOBODY = 503;

/**
 * Sends one request and takes the answers of all who are there. The server is told how many it may pass on at most: one who
 * answers without end would otherwise keep this connection busy for as long as it likes.
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
