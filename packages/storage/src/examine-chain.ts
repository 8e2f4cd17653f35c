import { attemptTimeMs } from './attempt-time.js';
import type { BucketContext } from './bucket-context.js';
import type { LostChain, StoredPart } from './lost-writes.js';
import { type FoundMessage, readDecisive, readRevisionsAfter } from './read-message.js';
import { OvertakenError } from './storage-error.js';
import { judgeChain, judgeChainRevisions, MOST_REVISIONS } from './write-outcome.js';

/**
 * Finds out which writes of one key are stored.
 *
 * @throws `OvertakenError` if nobody can know, and the errors of `readDecisive`
 */
export async function examineChain<T>(
  context: BucketContext<T>,
  operation: 'put' | 'delete',
  { key, after, writes }: LostChain,
): Promise<StoredPart> {
  const { layout, timeoutMs } = context;
  const reading = { timeoutMs: attemptTimeMs({ timeoutMs, leftMs: timeoutMs }, true) };
  const chain = { operation, values: writes.map(({ data }) => data), after };
  const fromLast = judgeChain(chain, await readDecisive(context, key, reading));
  if (fromLast) return fromLast;
  const { history = MOST_REVISIONS } = layout;
  const most = Math.min(history, MOST_REVISIONS);
  const revisions: FoundMessage[] = [];
  if (most > 1) {
    for await (const found of readRevisionsAfter(context, { key, after: after ?? 0, most }, reading))
      revisions.push(found);
  }
  const fromAll = most > 1 ? judgeChainRevisions(chain, revisions, most) : undefined;
  if (!fromAll) throw new OvertakenError({ subject: layout.writePrefix + key, key, timeoutMs });
  return fromAll;
}
