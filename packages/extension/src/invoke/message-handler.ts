import { isPromiseLike, type MaybePromise, SymphonyError, whenReady } from '@symphony-ts/contract';
import type { Codec, Payload } from './codec.js';
import type { Dispatcher } from './dispatcher.js';
import { InboundRequest, type RequestScope } from './inbound-request.js';
import { CONCURRENCY, Lane, MAX_QUEUED } from './lane.js';
import type { IncomingMessage, Respond } from './message.js';
import type { PendingRequests } from './pending-requests.js';
import type { ErrorContext } from './reply-error.js';
import { answerFor } from './reply-error.js';
import { endSpan, type Refused } from './span-outcome.js';
import { withTrace } from './trace.js';

export interface MessageHandlerOptions extends Omit<RequestScope, 'expired'>, ErrorContext {
  readonly codec: Codec;
  /** The handler; `this` is already bound. */
  readonly call: (...args: readonly unknown[]) => unknown;
  readonly respond: Respond;
  readonly pendingRequests: PendingRequests;
  /** Shares the event loop among all endpoints. */
  readonly dispatcher: Dispatcher;
  readonly concurrency?: number | undefined;
  readonly maxQueued?: number | undefined;
  /** Called with every answer. Updates the statistics of the endpoint. */
  readonly onAnswer?: OnAnswer | undefined;
}

/** `refused` is set for a refusal, `httpStatus` for an answer of `@Rest`. */
export type OnAnswer = (request: InboundRequest, refused: Refused | undefined, httpStatus: number | undefined) => void;

/**
 * Makes the function that takes one message and answers it exactly once: with the handler's result, with a refusal, or with 504
 * if the deadline passes first. A handler that answers at once needs neither a promise nor a timer. A request that cannot begin
 * waits in the endpoint's lane, or is refused with 429.
 */
export function createMessageHandler(options: MessageHandlerOptions): (message: IncomingMessage) => void {
  const { codec, call, respond, pendingRequests, onAnswer } = options;

  const answer = (request: InboundRequest, { payload, headers, httpStatus }: Payload, refused?: Refused): void => {
    if (request.answered) return;
    request.answered = true;
    pendingRequests.delete(request);
    request.leave?.();
    respond(request.message, payload, headers);
    if (request.openedSpan) endSpan(request.openedSpan, httpStatus, refused);
    onAnswer?.(request, refused, httpStatus);
  };
  const refuse = (request: InboundRequest, thrown: unknown): void => {
    if (request.answered) {
      options.logger.debug(`${options.member} failed after its deadline`, { err: thrown });
      return;
    }
    const refusal = answerFor(thrown, request.openedSpan ? { ...options, logger: request.logger } : options);
    answer(request, codec.refuse(refusal), { status: refusal.status, thrown });
  };
  const scope: RequestScope = { ...options, expired: refuse };

  const handle = (request: InboundRequest): unknown => whenReady(codec.decode(request), (args) => call(...args));
  const run = (request: InboundRequest): MaybePromise<void> => {
    try {
      const result = withTrace(request, handle);
      const payload = whenReady(result, (value) => codec.encode(value, request));
      if (!isPromiseLike(payload)) return answer(request, payload);
      return payload.then(
        (late) => answer(request, late),
        (thrown: unknown) => refuse(request, thrown),
      );
    } catch (error) {
      return refuse(request, error);
    }
  };

  const track = (request: InboundRequest, work: Promise<void>): void => {
    if (!request.answered) pendingRequests.add(request);
    void work.catch((error: unknown) => refuse(request, error));
  };

  const start = (request: InboundRequest, leave: () => void): boolean => {
    const work = run(request);
    if (!work) return false;
    track(request, work);
    // A limit of the author counts handlers until they end. With the default, a handler that never ends must not block the
    // endpoint forever.
    if (options.concurrency === undefined) request.leave = leave;
    else work.then(leave, leave);
    return true;
  };
  const lane = new Lane<InboundRequest>({
    dispatcher: options.dispatcher,
    concurrency: options.concurrency ?? CONCURRENCY,
    maxQueued: options.maxQueued ?? MAX_QUEUED,
    start,
    drop: (request) => request.expire(),
  });
  return (message) => {
    const request = new InboundRequest(message, scope);
    if (lane.isOpen()) return lane.begin(request);
    const retryAfterMs = lane.wait(request);
    if (retryAfterMs === undefined) return pendingRequests.add(request);
    const { member } = options;
    return refuse(request, new SymphonyError('OVERLOADED', { member, queued: lane.queued, retryAfterMs }));
  };
}
