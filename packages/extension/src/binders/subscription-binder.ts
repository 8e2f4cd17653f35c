import { formatIssues, checkValue, type Logger } from '@symphony-ts/contract';
import { readBody, bodyKind } from '../invoke/body.js';
import { chain, isPromise, type MaybePromise } from '../invoke/codec.js';
import { messageFields } from '../invoke/inbound-request.js';
import { headerMap, type IncomingMessage } from '../invoke/message.js';
import type { InFlight, Pending } from '../invoke/in-flight.js';
import { withTrace } from '../invoke/trace.js';
import type { SubscriptionModel } from '../model/extension-model.js';
import type { EventMessage } from '../replies/requests.js';
import { memberName, type BinderDeps, type Binding, type Handler } from './binding.js';

/** Binds every `@Subscribe`. What a handler throws is logged: an event has nobody to answer. */
export function bindSubscriptions(subscriptions: readonly SubscriptionModel[], deps: BinderDeps): Binding {
  const bound = subscriptions.map((model) => {
    const take = eventServer(model, deps.resolve(model.handler), deps);
    return deps.nc.subscribe(model.subject, {
      ...(model.queue === false ? {} : { queue: model.queue }),
      callback: (error, message) => {
        if (error)
          deps.logger.error(`${memberName(model.handler)} receives no events`, { err: error, subject: model.subject });
        else void take(message);
      },
    });
  });
  return {
    async close() {
      await Promise.all(bound.map((subscription) => subscription.drain()));
    },
  };
}

interface EventServerDeps {
  readonly logger: Logger;
  readonly inFlight: InFlight;
}

/** The function that hands one event to its handler; shared with the tests without a server. */
export function eventServer(
  model: SubscriptionModel,
  run: Handler,
  { logger, inFlight }: EventServerDeps,
): (message: IncomingMessage) => MaybePromise<void> {
  const member = memberName(model.handler);
  const kind = bodyKind(model.schema);
  const failed = (err: unknown, subject: string): void => logger.error(`${member} failed`, { err, subject });

  const deliver = (event: InboundEvent): MaybePromise<unknown> => {
    const value = readBody(event.data, kind);
    if (!model.schema) return run(value, event);
    return chain(checkValue(model.schema, value), (checked) => {
      if (checked.ok) return run(checked.value, event);
      logger.warn(`${member}: an event that does not fit its schema was dropped`, {
        subject: event.subject,
        issues: formatIssues(checked.issues),
      });
      return undefined;
    });
  };

  return (message) => {
    const event = new InboundEvent(message, logger);
    try {
      const outcome = withTrace(message, deliver, event);
      if (!isPromise(outcome)) return undefined;
      inFlight.add(event);
      return outcome.catch((thrown: unknown) => failed(thrown, message.subject)).then(() => inFlight.delete(event));
    } catch (thrown) {
      failed(thrown, message.subject);
      return undefined;
    }
  };
}

/** The second argument of event handlers. Its signal aborts when the extension must stop without waiting any longer. */
class InboundEvent implements EventMessage, Pending {
  readonly kind = 'event';
  readonly deadlineAt = Infinity;
  readonly #message: IncomingMessage;
  readonly #logger: Logger;
  readonly #abort = new AbortController();

  constructor(message: IncomingMessage, logger: Logger) {
    this.#message = message;
    this.#logger = logger;
  }

  get data(): Uint8Array {
    return this.#message.data;
  }

  get subject(): string {
    return this.#message.subject;
  }

  get headers(): ReadonlyMap<string, string> {
    return headerMap(this.#message.headers);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get logger(): Logger {
    return this.#logger.child(messageFields(this.#message));
  }

  expire(): void {
    this.#abort.abort();
  }
}
