import type { Attributes, AttributeValue } from '../otlp/any-value.js';
import type { TraceHeaders } from './trace-context.js';

/** What a span does, in the words of OpenTelemetry: `server` answers a call, `client` makes one. */
export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** A piece of work of a trace. Without observability it records nothing. */
export interface Span {
  /** Whether anybody will see what is recorded. */
  readonly isRecording: boolean;
  /** 32 hex digits; empty without observability. */
  readonly traceId: string;
  /** 16 hex digits; empty without observability. */
  readonly spanId: string;
  /** Adds an attribute, or replaces it. At most 128 are kept, and 4,096 characters of a text. */
  setAttribute(name: string, value: AttributeValue): void;
  /** Adds an event at the time of the call. At most 128 are kept. */
  addEvent(name: string, attributes?: Attributes): void;
  /** Marks the work as failed, and keeps the error's name, message and stack as an event. */
  recordError(thrown: unknown): void;
}

/** A span that its maker ends. */
export interface OpenSpan extends Span {
  /** Sent along with whatever the work calls, so that it becomes a child of this span. */
  readonly headers: TraceHeaders;
  /** Marks the work as failed where nothing was thrown. */
  fail(): void;
  /** Ends the work; what is set after that is lost. Idempotent. */
  end(): void;
}

/** Stands in where nothing is recorded. */
export const silentSpan: Span = Object.freeze({
  isRecording: false,
  traceId: '',
  spanId: '',
  setAttribute: () => undefined,
  addEvent: () => undefined,
  recordError: () => undefined,
});
