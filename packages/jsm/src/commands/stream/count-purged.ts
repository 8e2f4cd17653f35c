import type { PurgeRequest, Stream } from '@symphony-ts/jetstream-manager';
import { withoutUndefined } from '@symphony-ts/jetstream-manager/internal';

/** The number of messages that a purge would remove. If it is not exact, it is an upper bound. */
export interface PurgeCount {
  readonly messages: number;
  readonly isExact: boolean;
}

/**
 * Counts the messages that a purge would remove. A temporary consumer that starts at the sequence knows how many
 * messages follow it. If the stream allows no such consumer, like some work queues, the function counts sequences,
 * including deleted ones.
 */
export async function countPurged(stream: Stream, { filter, seq, keep }: PurgeRequest): Promise<PurgeCount> {
  const subjects = await stream.subjects(filter ?? '>');
  const all = [...subjects.values()].reduce((sum, number) => sum + number, 0);
  if (keep !== undefined) return { messages: Math.max(0, all - keep), isExact: true };
  if (seq === undefined) return { messages: all, isExact: true };
  const { first_seq, last_seq } = stream.lastInfo.state;
  if (seq <= first_seq) return { messages: 0, isExact: true };
  if (seq > last_seq) return { messages: all, isExact: true };
  const behind = await countFrom(stream, seq, filter);
  if (behind !== undefined) return { messages: all - behind, isExact: true };
  return { messages: Math.min(all, seq - first_seq), isExact: false };
}

async function countFrom(stream: Stream, seq: number, filter: string | undefined): Promise<number | undefined> {
  try {
    const consumer = await stream.consumers.create(
      {
        deliver_policy: 'by_start_sequence',
        opt_start_seq: seq,
        ack_policy: 'none',
        mem_storage: true,
        inactive_threshold: 5e9,
        ...withoutUndefined({ filter_subject: filter }),
      },
      {},
    );
    const { num_pending } = consumer.lastInfo;
    await consumer.delete();
    return num_pending;
  } catch {
    // A work queue has its own rules for consumers, and a user may not be allowed to create one.
    return undefined;
  }
}
