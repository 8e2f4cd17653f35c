import {
  checkValue,
  formatIssues,
  isPromiseLike,
  type Logger,
  type MaybePromise,
  toError,
  whenReady,
} from '@symphony-ts/contract';
import { type OpenSpan, type Span, silentSpan } from '@symphony-ts/observability';
import { bodyKind, readBody } from '../invoke/body.js';
import { messageFields } from '../invoke/inbound-request.js';
import { headerMap, type IncomingMessage } from '../invoke/message.js';
import type { Pending, PendingRequests } from '../invoke/pending-requests.js';
import { type OpenSpanFor, type Traced, withTrace } from '../invoke/trace.js';
import type { ExtensionModel, SubscriptionModel } from '../model/extension-model.js';
import { memberName } from '../model/extension-model.js';
import type { EventMessage } from '../replies/requests.js';
import { type Binder, type BinderDeps, type Binding, drained, type Handler } from './binding.js';
import { spanOpener } from './span-opener.js';

/** Binds every `@Subscribe` handler. Errors of a handler are logged, because nobody waits for an answer to an event. */
export const subscriptionBinder: Binder = { name: 'draining subscriptions', bind: bindSubscriptions };

function bindSubscriptions({ subscriptions }: ExtensionModel, deps: BinderDeps): Binding {
  const bound = subscriptions.map((model) => {
    const openSpan = spanOpener(deps.telemetry, {
      name: model.subject,
      kind: 'consumer',
      member: memberName(model.handler),
      trace: model.trace,
    });
    const handle = createEventHandler(model, deps.resolve(model.handler), { ...deps, openSpan });
    return deps.nc.subscribe(model.subject, {
      ...(model.queue === false ? {} : { queue: model.queue }),
      callback: (error, message) => {
        if (error)
          deps.logger.error(`${memberName(model.handler)} receives no events`, { err: error, subject: model.subject });
        else void handle(message);
      },
    });
  });
  return {
    async close() {
      await Promise.all(bound.map(drained));
    },
  };
}

interface EventHandlerDeps {
  readonly logger: Logger;
  readonly pendingRequests: PendingRequests;
  readonly openSpan?: OpenSpanFor | undefined;
}

/** Makes the function that hands one event to its handler. */
function createEventHandler(
  model: SubscriptionModel,
  run: Handler,
  { logger, pendingRequests, openSpan }: EventHandlerDeps,
): (message: IncomingMessage) => MaybePromise<void> {
  const member = memberName(model.handler);
  const kind = bodyKind(model.schema);
  const failed = (thrown: unknown, event: InboundEvent): void => {
    const err = toError(thrown);
    const subject = event.subject;
    if (!event.opened) return logger.error(`${member} failed`, { err, subject });
    event.logger.error(`${member} failed`, { err });
    event.opened.recordError(err);
    return event.opened.end();
  };

  const deliver = (event: InboundEvent): MaybePromise<unknown> => {
    const value = readBody(event.message, kind);
    if (!model.schema) return run(value, event);
    return whenReady(checkValue(model.schema, value), (checked) => {
      if (checked.ok) return run(checked.value, event);
      logger.warn(`${member}: an event that does not fit its schema was dropped`, {
        subject: event.subject,
        issues: formatIssues(checked.issues),
      });
      return undefined;
    });
  };

  return (message) => {
    const event = new InboundEvent(message, { member, logger, opened: openSpan?.(message) });
    try {
      const outcome = withTrace(event, deliver);
      if (!isPromiseLike(outcome)) return event.opened?.end();
      pendingRequests.add(event);
      return Promise.resolve(outcome)
        .then(
          () => event.opened?.end(),
          (thrown: unknown) => failed(thrown, event),
        )
        .then(() => pendingRequests.delete(event));
    } catch (error) {
      failed(error, event);
      return undefined;
    }
  };
}

interface EventScope {
  /** How logs name the handler. */
  readonly member: string;
  readonly logger: Logger;
  readonly opened: OpenSpan | undefined;
}

/** The second argument of event handlers. Its signal aborts when the extension must stop without waiting any longer. */
class InboundEvent implements EventMessage, Pending, Traced {
  kept: Pending['kept'];
  readonly kind = 'event';
  readonly caller = undefined;
  readonly deadlineAt = Infinity;
  readonly message: IncomingMessage;
  readonly member: string;
  readonly opened: OpenSpan | undefined;
  readonly #logger: Logger;
  readonly #abort = new AbortController();

  constructor(message: IncomingMessage, { member, logger, opened }: EventScope) {
    this.message = message;
    this.member = member;
    this.opened = opened;
    this.#logger = logger;
  }

  get data(): Uint8Array {
    return this.message.data;
  }

  get subject(): string {
    return this.message.subject;
  }

  get headers(): ReadonlyMap<string, string> {
    return headerMap(this.message.headers);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get logger(): Logger {
    return this.#logger.child(messageFields(this));
  }

  get span(): Span {
    return this.opened ?? silentSpan;
  }

  expire(): void {
    this.#abort.abort();
  }
}
