import { assertKnownOptions, toError } from '@symphony-ts/contract';
import type { BatchOptions, BatchResult } from '@symphony-ts/storage';
import { abortable, assertNotAborted, assertWindow, BatchTally, batchOptionNames } from '@symphony-ts/storage/internal';
import type { MemoryLink } from './memory-link.js';

export interface MemoryBatch<I> {
  readonly operation: string;
  readonly bucket: string;
  readonly source: Iterable<I> | AsyncIterable<I>;
  readonly keyOf: (item: I) => string;
  readonly run: (item: I) => Promise<unknown>;
  readonly link: MemoryLink;
}

/** The most operations that wait for the link at a time. */
const MOST_WAITING = 500;

/** A batch over operations in memory: one after the other while there is a link, with the same tally and the same end as the real one. */
export async function runMemoryBatch<I>(batch: MemoryBatch<I>, options: BatchOptions = {}): Promise<BatchResult> {
  assertKnownOptions(batch.operation, options, batchOptionNames);
  const what = `${batch.operation} on bucket '${batch.bucket}'`;
  const { signal, onProgress, window = 1 } = options;
  assertWindow(window);
  assertNotAborted(what, signal);
  const tally = new BatchTally();
  const report = (): void => onProgress?.(tally.progress);
  const waiting: Promise<void>[] = [];
  const runAll = async (): Promise<void> => {
    for await (const item of batch.source) {
      assertNotAborted(what, signal);
      const running = runOne(batch, item, tally);
      if (batch.link.isUp) await running;
      else waiting.push(running);
      if (waiting.length >= MOST_WAITING) await Promise.all(waiting.splice(0));
      if (tally.total % window === 0) report();
    }
    await Promise.all(waiting);
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
