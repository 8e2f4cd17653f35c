import { toError } from '@symphony-ts/contract';
import type { BatchOptions, BatchResult } from '@symphony-ts/storage';
import { abortable, assertNotAborted, assertWindow, BatchTally } from '@symphony-ts/storage/internal';

export interface MemoryBatch<I> {
  readonly what: string;
  readonly source: Iterable<I> | AsyncIterable<I>;
  readonly keyOf: (item: I) => string;
  readonly run: (item: I) => Promise<unknown>;
}

/** A batch over operations in memory: one after the other, with the same tally and the same end as the real one. */
export async function runMemoryBatch<I>(batch: MemoryBatch<I>, options: BatchOptions = {}): Promise<BatchResult> {
  const { what } = batch;
  const { signal, onProgress, window = 1 } = options;
  assertWindow(window);
  assertNotAborted(what, signal);
  const tally = new BatchTally();
  const report = (): void => onProgress?.(tally.progress);
  const runAll = async (): Promise<void> => {
    for await (const item of batch.source) {
      assertNotAborted(what, signal);
      await runOne(batch, item, tally);
      if (tally.total % window === 0) report();
    }
  };
  try {
    await abortable(what, runAll(), signal);
    return tally.result;
  } finally {
    report();
  }
}

async function runOne<I>({ keyOf, run }: MemoryBatch<I>, item: I, tally: BatchTally): Promise<void> {
  tally.total++;
  try {
    await run(item);
    tally.succeeded++;
  } catch (error) {
    tally.fail(keyOf(item), toError(error));
  }
}
