import { isPromiseLike, whenReady, type MaybePromise } from '@symphony-ts/contract';
import type { ErrorContext } from './reply-error.js';
import { answerFor } from './reply-error.js';
import type { Codec, Payload } from './codec.js';
import { Gate } from './gate.js';
import { InboundRequest, type RequestScope } from './inbound-request.js';
import type { InFlight } from './in-flight.js';
import type { IncomingMessage, Respond } from './message.js';
import { endSpan, type Refused } from './span-outcome.js';
import { withTrace } from './trace.js';

export interface ServeOptions extends Omit<RequestScope, 'expired'>, ErrorContext {
  readonly codec: Codec;
  /** The handler; `this` is already bound. */
  readonly call: (...args: readonly unknown[]) => unknown;
  readonly respond: Respond;
  readonly inFlight: InFlight;
  readonly concurrency?: number | undefined;
  /** Told of every answer. Feeds the statistics of the endpoint. */
  readonly onAnswer?: OnAnswer | undefined;
}

/** `refused` is there for a refusal, `httpStatus` for an answer of `@Rest`. */
export type OnAnswer = (request: InboundRequest, refused: Refused | undefined, httpStatus: number | undefined) => void;

/**
 * Makes the function that takes one message and answers it exactly once: with the handler's result, with a refusal, or
 * with 504 when the deadline passes first. A handler that answers at once is served without a promise or a timer.
 */
export function createServer(options: ServeOptions): (message: IncomingMessage) => void {
  const { codec, call, respond, inFlight, onAnswer } = options;
  const gate = options.concurrency === undefined ? undefined : new Gate(options.concurrency);

  const answer = (request: InboundRequest, { payload, headers, httpStatus }: Payload, refused?: Refused): void => {
    if (request.answered) return;
    request.answered = true;
    inFlight.delete(request);
    respond(request.message, payload, headers);
    if (request.opened) endSpan(request.opened, httpStatus, refused);
    onAnswer?.(request, refused, httpStatus);
  };
  const refuse = (request: InboundRequest, thrown: unknown): void => {
    if (request.answered) {
      options.logger.debug(`${options.member} failed after its deadline`, { err: thrown });
      return;
    }
    const refusal = answerFor(thrown, request.opened ? { ...options, logger: request.logger } : options);
    answer(request, codec.refuse(refusal), { status: refusal.status, thrown });
  };
  const scope: RequestScope = { ...options, expired: refuse };

  const handle = (request: InboundRequest): unknown => whenReady(codec.decode(request), (args) => call(...args));
  const run = (request: InboundRequest): MaybePromise<void> => {
    try {
      const result = withTrace(request, handle);
      const payload = whenReady(result, codec.encode);
      if (!isPromiseLike(payload)) return answer(request, payload);
      return payload.then(
        (late) => answer(request, late),
        (thrown: unknown) => refuse(request, thrown),
      );
    } catch (thrown) {
      return refuse(request, thrown);
    }
  };

  const track = (request: InboundRequest, work: Promise<void>): void => {
    if (!request.answered) inFlight.add(request);
    void work.catch((thrown: unknown) => refuse(request, thrown));
  };

  if (!gate) {
    return (message) => {
      const request = new InboundRequest(message, scope);
      const work = run(request);
      if (work) track(request, work);
    };
  }

  const runAndLeave = async (request: InboundRequest): Promise<void> => {
    try {
      // A request whose deadline passed while it waited has been answered; its handler need not start.
      if (!request.answered) await run(request);
    } finally {
      gate.leave();
    }
  };
  return (message) => {
    const request = new InboundRequest(message, scope);
    const turn = gate.enter();
    track(request, turn ? turn.then(() => runAndLeave(request)) : runAndLeave(request));
  };
}
