import { checkValue, formatIssues, isPromiseLike, type MaybePromise, toError, whenReady } from '@symphony-ts/contract';
import type { CounterSeries } from '@symphony-ts/observability';
import { type BodyKind, bodyKind, readBody } from '../invoke/body.js';
import { type EventScope, InboundEvent } from '../invoke/inbound-event.js';
import { CONCURRENCY, Lane, MAX_QUEUED } from '../invoke/lane.js';
import type { IncomingMessage } from '../invoke/message.js';
import { type OpenSpanFor, withTrace } from '../invoke/trace.js';
import type { SubscriptionModel } from '../model/extension-model.js';
import { memberName } from '../model/extension-model.js';
import type { BinderDeps, Handler } from './binding.js';
import { DropLog } from './drop-log.js';
import { spanOpener } from './span-opener.js';

type EventHandlerDeps = Pick<BinderDeps, 'dispatcher' | 'logger' | 'pendingRequests' | 'resolve' | 'telemetry'>;

/**
 * Hands the events of one subscription to its handler, in order and with the limits of an endpoint. Nobody waits for an answer
 * to an event, so errors are logged, and an event beyond the limits is dropped.
 */
export class EventHandler {
  /** How logs name the handler. */
  readonly member: string;
  readonly #model: SubscriptionModel;
  readonly #deps: EventHandlerDeps;
  readonly #run: Handler;
  readonly #kind: BodyKind;
  readonly #openSpan: OpenSpanFor | undefined;
  readonly #scope: EventScope;
  readonly #lane: Lane<InboundEvent>;
  readonly #drops: DropLog;
  #droppedSeries: CounterSeries | undefined;

  constructor(model: SubscriptionModel, deps: EventHandlerDeps) {
    const { subject, handler, schema, trace, concurrency = CONCURRENCY, maxQueued = MAX_QUEUED } = model;
    const { dispatcher, telemetry } = deps;
    const member = memberName(handler);
    this.member = member;
    this.#model = model;
    this.#deps = deps;
    this.#run = deps.resolve(handler);
    this.#kind = bodyKind(schema);
    this.#openSpan = spanOpener(telemetry, { name: subject, kind: 'consumer', member, trace });
    this.#scope = {
      member,
      logger: deps.logger,
      expired: (event) => {
        deps.pendingRequests.delete(event);
        this.#drop();
      },
    };
    this.#lane = new Lane<InboundEvent>({
      dispatcher,
      concurrency,
      maxQueued,
      start: (event, leave) => this.#start(event, leave),
      drop: () => this.#drop(),
    });
    this.#drops = new DropLog((dropped) => {
      deps.logger.warn('events were dropped because too many were waiting', { handler: member, subject, dropped });
    });
  }

  /** Takes one event: it begins, waits or is dropped. */
  take(message: IncomingMessage): void {
    const lane = this.#lane;
    const event = new InboundEvent(message, this.#scope);
    if (lane.isOpen()) return lane.begin(event);
    while (lane.wait(event) !== undefined) {
      if (!lane.hasPlace) return this.#drop();
      // Nobody would send the event again. So while a place is free, waiting events begin at once, although it is not their turn.
      if (lane.queued === 0) return lane.begin(event);
      lane.startNext();
    }
    this.#deps.pendingRequests.add(event);
  }

  /** Logs the drops that are not in the log yet. */
  finish(): void {
    this.#drops.finish();
  }

  /** Returns true if the handler has not finished; then `leave` is called when it has. */
  #start(event: InboundEvent, leave: () => void): boolean {
    const { pendingRequests } = this.#deps;
    event.begin(this.#openSpan?.(event.message));
    try {
      const outcome = withTrace(event, this.#deliver);
      if (isPromiseLike(outcome)) {
        pendingRequests.add(event);
        void Promise.resolve(outcome)
          .then(
            () => event.openedSpan?.end(),
            (thrown: unknown) => this.#failed(thrown, event),
          )
          .finally(() => {
            pendingRequests.delete(event);
            leave();
          });
        return true;
      }
      event.openedSpan?.end();
    } catch (error) {
      this.#failed(error, event);
    }
    pendingRequests.delete(event);
    return false;
  }

  readonly #deliver = (event: InboundEvent): MaybePromise<unknown> => {
    const { schema } = this.#model;
    const value = readBody(event.message, this.#kind);
    if (!schema) return this.#run(value, event);
    return whenReady(checkValue(schema, value), (checked) => {
      if (checked.ok) return this.#run(checked.value, event);
      this.#deps.logger.warn(`${this.member}: an event that does not fit its schema was dropped`, {
        subject: event.subject,
        issues: formatIssues(checked.issues),
      });
      return undefined;
    });
  };

  #failed(thrown: unknown, event: InboundEvent): void {
    const err = toError(thrown);
    const { subject } = event;
    if (!event.openedSpan) return this.#deps.logger.error(`${this.member} failed`, { err, subject });
    event.logger.error(`${this.member} failed`, { err });
    event.openedSpan.recordError(err);
    return event.openedSpan.end();
  }

  #drop(): void {
    this.#drops.note();
    this.#droppedSeries ??= this.#deps.telemetry?.metrics
      .counter('symphony.events.dropped', { unit: '{event}' })
      .series({ subject: this.#model.subject, handler: this.member });
    if (this.#droppedSeries) this.#droppedSeries.value += 1;
  }
}
