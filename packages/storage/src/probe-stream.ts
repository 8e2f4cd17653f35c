import { setTimeout as delay } from 'node:timers/promises';
import type { JetStreamManager, StreamInfo } from '@nats-io/jetstream';

/** How long to ask: the caller has waited already. */
const PROBE_MS = 1_000;

/**
 * Asks the server for a stream after an operation on it got no answer. Resolves to `undefined` if the server does not answer
 * this either, within a second. Rejects as the server refuses.
 */
export async function probeStream(jsm: JetStreamManager, stream: string): Promise<StreamInfo | undefined> {
  const answered = new AbortController();
  const late = delay(PROBE_MS, undefined, { signal: answered.signal }).catch(() => undefined);
  try {
    return await Promise.race([jsm.streams.info(stream), late]);
  } finally {
    answered.abort();
  }
}
