import type { Attributes, AttributeValue } from '../otlp/any-value.js';
import type { TraceHeaders } from './trace-context.js';

/** Kind of a span in OpenTelemetry. `server` answers a call, `client` makes a call. */
export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** One operation of a trace. It records nothing if observability is off. */
export interface Span {
  /** Whether the span is recorded. */
  readonly isRecording: boolean;
  /** Id of the trace, 32 hexadecimal digits. Empty if observability is off. */
  readonly traceId: string;
  /** Id of the span, 16 hexadecimal digits. Empty if observability is off. */
  readonly spanId: string;
  /** Adds or replaces an attribute. A span keeps at most 128 attributes, and 4,096 characters of a text. */
  setAttribute(name: string, value: AttributeValue): void;
  /** Adds an event with the present time. A span keeps at most 128 events. */
  addEvent(name: string, attributes?: Attributes): void;
  /** Marks the span as failed, and adds the error's name, message and stack as an event. */
  recordError(thrown: unknown): void;
}

/** A span that stays open until its `end()` is called. */
export interface OpenSpan extends Span {
  /** Headers for calls within the span. A called service then makes its span a child of this one. */
  readonly headers: TraceHeaders;
  /** Marks the span as failed, without an error. */
  fail(): void;
  /** Ends the span. Later changes have no effect. Later calls do nothing. */
  end(): void;
}

/** A `Span` that records nothing. */
export const silentSpan: Span = Object.freeze({
  isRecording: false,
  traceId: '',
  spanId: '',
  setAttribute: () => undefined,
  addEvent: () => undefined,
  recordError: () => undefined,
});
