import { type Attributes, encodeAttributes, type KeyValue, shorten } from '../otlp/any-value.js';
import { encodeResource, type Resource, type Scope, scope, type TelemetrySource } from '../otlp/envelope.js';
import { unixNano } from '../otlp/unix-nano.js';
import type { SpanKind } from './span.js';

/** An ended span. */
export interface SpanRecord {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly traceState?: string | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  /** Why the work failed; empty if the reason is recorded elsewhere. Omitted if it did not fail. */
  readonly failure?: string | undefined;
}

export interface SpanEvent {
  readonly name: string;
  readonly timeMs: number;
  readonly attributes: Attributes;
}

/** One span in OTLP's JSON form. Times are nanoseconds since 1970, as text. */
export interface OtlpSpan {
  /** Id of the trace, 32 hexadecimal digits. */
  readonly traceId: string;
  /** Id of the span, 16 hexadecimal digits. */
  readonly spanId: string;
  /** Id of the span that caused this one. Absent for the first span of a trace. */
  readonly parentSpanId?: string;
  /** `tracestate` as it arrived. */
  readonly traceState?: string;
  /** Name of the span. */
  readonly name: string;
  /** Kind of the span: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  /** Start, in nanoseconds since 1970. */
  readonly startTimeUnixNano: string;
  /** End, in nanoseconds since 1970. */
  readonly endTimeUnixNano: string;
  /** Attributes of the span. */
  readonly attributes: readonly KeyValue[];
  /** Events during the span. */
  readonly events: readonly {
    readonly timeUnixNano: string;
    readonly name: string;
    readonly attributes: readonly KeyValue[];
  }[];
  /** Code 2 and a message if it failed. */
  readonly status: { readonly code?: number; readonly message?: string };
}

/** `TracesData` of OTLP/JSON. */
export interface TracesData {
  /** Spans by resource and scope. */
  readonly resourceSpans: readonly {
    readonly resource: Resource;
    readonly scopeSpans: readonly { readonly scope: Scope; readonly spans: readonly OtlpSpan[] }[];
  }[];
}

/** `SpanKind` of OTLP. https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto */
const kinds: Readonly<Record<SpanKind, number>> = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };

const STATUS_ERROR = 2;

export const encodeSpan = (span: SpanRecord): OtlpSpan => ({
  traceId: span.traceId,
  spanId: span.spanId,
  ...(span.parentSpanId === undefined ? {} : { parentSpanId: span.parentSpanId }),
  ...(span.traceState ? { traceState: span.traceState } : {}),
  name: shorten(span.name),
  kind: kinds[span.kind],
  startTimeUnixNano: unixNano(span.startMs),
  endTimeUnixNano: unixNano(span.endMs),
  attributes: encodeAttributes(span.attributes),
  events: span.events.map(({ name, timeMs, attributes }) => ({
    timeUnixNano: unixNano(timeMs),
    name,
    attributes: encodeAttributes(attributes),
  })),
  status: encodeStatus(span.failure),
});

function encodeStatus(failure: string | undefined): OtlpSpan['status'] {
  if (failure === undefined) return {};
  return { code: STATUS_ERROR, ...(failure === '' ? {} : { message: shorten(failure) }) };
}

/** Spans of one instance; an empty list without any. */
export const encodeTraces = (source: TelemetrySource, spans: readonly OtlpSpan[]): TracesData => ({
  resourceSpans: spans.length === 0 ? [] : [{ resource: encodeResource(source), scopeSpans: [{ scope, spans }] }],
});
