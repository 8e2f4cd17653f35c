import type { Msg, NatsConnection } from '@nats-io/nats-core';
import { toError } from '@symphony-ts/contract';

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

/** Sends one request and takes the answers of all who are there. */
export async function collectAnswers(nc: NatsConnection, subject: string, limits: CollectLimits): Promise<Collected> {
  const { enough, maxMs, quietMs, maxAnswers, maxBytes } = limits;
  const messages = await nc.requestMany(subject, '', { strategy: 'timer', maxWait: maxMs });
  const answers: Uint8Array[] = [];
  let bytes = 0;
  for await (const message of untilQuiet(messages, () => (answers.length >= enough ? quietMs : undefined))) {
    bytes += message.data.length;
    if (answers.length >= maxAnswers || bytes > maxBytes) return { answers, isCut: true };
    answers.push(message.data);
  }
  return { answers, isCut: false };
}

/** Passes messages on until none comes for as long as `quietMs` says after the last one; `undefined` waits for the end. */
async function* untilQuiet(messages: AsyncIterable<Msg>, quietMs: () => number | undefined): AsyncGenerator<Msg> {
  const source = messages[Symbol.asyncIterator]();
  for (;;) {
    const next = source.next().catch(nobodyThere);
    const ms = quietMs();
    const result = await (ms === undefined ? next : Promise.race([next, pause(ms)]));
    if (result === undefined || result.done) return;
    yield result.value;
  }
}

const pause = (ms: number): Promise<undefined> => new Promise((resolve) => setTimeout(resolve, ms, undefined));

function nobodyThere(error: unknown): undefined {
  if (toError(error).name === 'NoResponders') return undefined;
  throw error;
}
