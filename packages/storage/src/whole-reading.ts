import { setTimeout as delay } from 'node:timers/promises';
import { isSymphonyError } from '@symphony-ts/contract';
import type { BucketContext } from './bucket-context.js';
import { readLastRevision } from './read-message.js';

/** How many questions to the leader fit into the time of a call. A leader that starts does not answer the first. */
const QUESTIONS = 3;
/** How long a copy that is behind is left alone before it, or another one, is read again. */
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 1_000;

export interface ReadSoFar {
  readonly filter: string;
  readonly signal: AbortSignal | undefined;
  /** Revision that the reading has come to. */
  readonly revision: number;
  /** Revision that the bucket had come to at the beginning, as far as this connection knew. */
  readonly known: number;
}

/**
 * Whether a reading has all that this connection knew of when it began. It is served by one copy of the bucket, which may be
 * behind the others; only the leader knows then.
 */
export async function isWhole<T>(
  context: BucketContext<T>,
  { filter, signal, revision, known }: ReadSoFar,
): Promise<boolean> {
  if (context.layout.replicas === 1 || revision >= known) return true;
  try {
    return revision >= (await readLastRevision(context, filter, { timeoutMs: context.timeoutMs / QUESTIONS, signal }));
  } catch (error) {
    // A user who may not ask the leader has to believe the copy. A leader that does not answer is asked again.
    return isSymphonyError(error, 'PERMISSION_DENIED');
  }
}

/** Leaves a copy that is behind alone, each time for longer. */
export class CatchUpDelay {
  #ms = FIRST_DELAY_MS;

  /** Resolves early when the signal fires. */
  async wait(signal: AbortSignal | undefined): Promise<void> {
    await delay(this.#ms, undefined, { signal }).catch(() => undefined);
    this.#ms = Math.min(this.#ms * 2, LONGEST_DELAY_MS);
  }
}
