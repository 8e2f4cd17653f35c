import { AsyncLocalStorage } from 'node:async_hooks';
import { headers } from '@symphony-ts/contract';
import { type ActiveTrace, type OpenSpan, parseTraceparent, type TraceHeaders } from '@symphony-ts/observability';
import { headerOf } from './header-of.js';
import type { IncomingMessage } from './message.js';

const current = new AsyncLocalStorage<TraceHeaders | undefined>();

/** The trace of a message; `undefined` if it has none, or one that must not be continued. */
export function readTrace(message: IncomingMessage): TraceHeaders | undefined {
  const parent = headerOf(message, headers.traceparent);
  if (!parent || !parseTraceparent(parent)) return undefined;
  const state = headerOf(message, headers.tracestate);
  return { [headers.traceparent]: parent, ...(state ? { [headers.tracestate]: state } : {}) };
}

/** Opens the span of a message. */
export type OpenSpanFor = (message: IncomingMessage) => OpenSpan;

/** The work in progress, and its span if one is open. */
export interface Traced {
  readonly message: IncomingMessage;
  readonly openedSpan: OpenSpan | undefined;
}

/** The trace that messages sent for a message continue: that of its own span, otherwise that of its caller. */
export const traceOf = ({ message, openedSpan }: Traced): TraceHeaders | undefined =>
  openedSpan ? openedSpan.headers : readTrace(message);

/**
 * Does `work` on `input` as part of the trace of its message. Without a trace it costs nothing: on Node 20 an async local
 * store slows down every promise of the process from its first use on.
 */
export function withTrace<I extends Traced, T>(input: I, work: (input: I) => T): T {
  const trace = traceOf(input);
  return trace || current.getStore() ? current.run(trace, work, input) : work(input);
}

/** The trace of the running handler, for messages that do not name their request. */
export const currentTrace = (): TraceHeaders | undefined => current.getStore();

/** The same for spans of the author's own. */
export const activeTrace: ActiveTrace = {
  current: currentTrace,
  run: (trace, work) => current.run(trace, work),
};

/** `trace_id` and `span_id`, as all Symphony SDKs log them; no fields without a trace. */
export function traceFields(trace: TraceHeaders | undefined): Readonly<Record<string, string>> {
  const context = trace && parseTraceparent(trace[headers.traceparent]);
  return context ? { trace_id: context.traceId, span_id: context.spanId } : {};
}
