import { headers } from '@symphony-ts/contract';

/** W3C trace context as message headers: `traceparent`, and `tracestate` if there is one. */
export type TraceHeaders = Readonly<Record<string, string>>;

/** Version, trace id, span id, flags; all zeros and the version `ff` are invalid. https://www.w3.org/TR/trace-context */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:-|$)/;

/** The parts of a `traceparent`. */
export interface TraceContext {
  /** Id of the trace, 32 hexadecimal digits. */
  readonly traceId: string;
  /** Id of the span, 16 hexadecimal digits. */
  readonly spanId: string;
  /** Whether the caller records its part of the trace. */
  readonly isSampled: boolean;
}

/** Parses a `traceparent`. Returns `undefined` if it is not valid. */
export function parseTraceparent(text: string | undefined): TraceContext | undefined {
  const [, traceId, spanId, flags = ''] = TRACEPARENT.exec(text ?? '') ?? [];
  if (traceId === undefined || spanId === undefined) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** The headers that make the called handler a child of `context`. */
export function formatTrace({ traceId, spanId, isSampled }: TraceContext, state?: string): TraceHeaders {
  const traceparent = `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
  return { [headers.traceparent]: traceparent, ...(state ? { [headers.tracestate]: state } : {}) };
}
