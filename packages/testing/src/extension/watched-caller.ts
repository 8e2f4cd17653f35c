import type { Caller, CallOptions, CallScope, PublishOptions } from '@symphony-ts/client';
import { isSymphonyError, type SymphonyError } from '@symphony-ts/contract';

type Reply = Awaited<ReturnType<Caller['request']>>;

/** A caller whose errors go through `explain`, which returns the error to reject with. */
export class WatchedCaller implements Caller {
  readonly #caller: Caller;
  readonly #explain: (refusal: SymphonyError<'REMOTE_ERROR'>, id: unknown) => Error;

  constructor(caller: Caller, explain: (refusal: SymphonyError<'REMOTE_ERROR'>, id: unknown) => Error) {
    this.#caller = caller;
    this.#explain = explain;
  }

  async request(subject: string, payload?: unknown, options?: CallOptions): Promise<Reply> {
    try {
      return await this.#caller.request(subject, payload, options);
    } catch (error) {
      if (!isSymphonyError(error, 'REMOTE_ERROR')) throw error;
      throw this.#explain(error, Reflect.get(Object(error.params.details), 'id'));
    }
  }

  publish(subject: string, payload?: unknown, options?: PublishOptions): Promise<void> {
    return this.#caller.publish(subject, payload, options);
  }

  within(scope: CallScope): Caller {
    return new WatchedCaller(this.#caller.within(scope), this.#explain);
  }
}
