import { setTimeout as delay } from 'node:timers/promises';
import { Bucket, Endpoint, type EndpointRequest, Extension } from '@symphony-ts/extension';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { z } from 'zod';

const WORK_MS = 50;
const Question = z.object({ count: z.number(), ms: z.number().default(WORK_MS) });

/** The extension that scenarios call. */
@Extension({ prefix: 'ledger', name: 'Ledger', version: '1.0.0', description: 'Answers and writes while things break' })
export class Ledger {
  #done = 0;

  constructor(@Bucket('ledger_items') private readonly items: KeyValueBucket) {}

  /** Answers after a moment, so that calls are always in progress, with the time of its clock and the caller. */
  @Endpoint('echo', { request: Question })
  async echo(
    { count, ms }: z.infer<typeof Question>,
    { caller }: EndpointRequest,
  ): Promise<{ count: number; now: number; caller: string | undefined }> {
    await delay(ms);
    return { count, now: Date.now(), caller: caller?.kind };
  }

  /** The same for four calls at a time, with a count. */
  @Endpoint('gated', { request: Question, concurrency: 4 })
  async gated({ count, ms }: z.infer<typeof Question>): Promise<{ count: number }> {
    await delay(ms);
    this.#done += 1;
    return { count };
  }

  /** The number of requests that `gated` has handled. */
  @Endpoint('handled')
  handled(): { done: number } {
    return { done: this.#done };
  }

  /** Writes, and answers when the write is acknowledged. */
  @Endpoint('write', { request: Question })
  async write({ count }: z.infer<typeof Question>): Promise<{ revision: number }> {
    return { revision: await this.items.put(`written.${count}`, count) };
  }
}
