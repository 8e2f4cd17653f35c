import { InvalidConfigurationError } from '@symphony-ts/contract';
import { abortable, assertNotAborted } from './abort.js';
import type { Pipeline } from './pipeline.js';

export interface PipelineRun<I> {
  readonly what: string;
  readonly source: Iterable<I> | AsyncIterable<I>;
  /** Sends the requests of the item. If it returns a promise, the next item waits for it, so that the order is kept. */
  readonly start: (item: I) => void | Promise<void>;
  readonly onPause?: (() => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** @throws `INVALID_CONFIGURATION` unless `window` is a whole number from 1 */
export function assertWindow(window: number): void {
  if (Number.isInteger(window) && window >= 1) return;
  throw new InvalidConfigurationError({ setting: 'window', reason: `${window} is not a number from 1` });
}

/**
 * Takes items from a source while the window has room, waits until all are settled, and closes the pipeline. If the source
 * fails, the requests sent before are settled first. An abort waits for nothing.
 *
 * @throws `ABORTED`; what the source throws
 */
export async function runPipeline<I>(pipeline: Pipeline, run: PipelineRun<I>): Promise<void> {
  const { what, signal } = run;
  try {
    await abortable(what, drive(pipeline, run), signal);
  } finally {
    pipeline.close();
  }
}

async function drive<I>(pipeline: Pipeline, run: PipelineRun<I>): Promise<void> {
  const { what, source, signal, onPause } = run;
  const pause = async (): Promise<void> => {
    await pipeline.room();
    onPause?.();
  };
  try {
    // There are two loops, because the loop for streams costs a promise for each item.
    if (Symbol.asyncIterator in source) {
      for await (const item of source) {
        assertNotAborted(what, signal);
        await run.start(item);
        if (pipeline.isFull) await pause();
      }
    } else {
      for (const item of source) {
        assertNotAborted(what, signal);
        const started = run.start(item);
        if (started) await started;
        if (pipeline.isFull) await pause();
      }
    }
  } finally {
    await pipeline.idle();
  }
}
