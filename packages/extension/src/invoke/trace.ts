import { AsyncLocalStorage } from 'node:async_hooks';
import { headers } from '@symphony-ts/contract';
import type { IncomingMessage } from './message.js';

/** W3C trace context as message headers: `traceparent`, and `tracestate` where there is one. */
export type TraceHeaders = Readonly<Record<string, string>>;

/** Version, trace id, span id, flags; all zeros and the version `ff` are invalid. https://www.w3.org/TR/trace-context */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-[\da-f]{2}(?:-|$)/;

const current = new AsyncLocalStorage<TraceHeaders | undefined>();

/** The trace of a message; `undefined` where it has none, or one that is not to be continued. */
export function readTrace({ headers: given }: IncomingMessage): TraceHeaders | undefined {
  const parent = given?.get(headers.traceparent);
  if (!parent || !TRACEPARENT.test(parent)) return undefined;
  const state = given?.get(headers.tracestate);
  return { [headers.traceparent]: parent, ...(state ? { [headers.tracestate]: state } : {}) };
}

/**
 * Does `work` on `input` as part of the trace of `message`. Without a trace it costs nothing: on Node 20 an async local
 * store slows down every promise of the process from its first use on.
 */
export function withTrace<I, T>(message: IncomingMessage, work: (input: I) => T, input: I): T {
  const trace = message.headers && readTrace(message);
  return trace || current.getStore() ? current.run(trace, work, input) : work(input);
}

/** The trace of the handler that is running, for what it sends without naming its request. */
export const currentTrace = (): TraceHeaders | undefined => current.getStore();

/** `trace_id` and `span_id`, as all Symphony SDKs log them; none without a trace. */
export function traceFields(trace: TraceHeaders | undefined): Readonly<Record<string, string>> {
  const [, trace_id, span_id] = TRACEPARENT.exec(trace?.[headers.traceparent] ?? '') ?? [];
  return trace_id && span_id ? { trace_id, span_id } : {};
}
