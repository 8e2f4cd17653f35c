export { Telemetry } from './telemetry.js';
export { resolveObservability } from './options.js';
export { parseTraceparent } from './trace/trace-context.js';
export { silentSpan } from './trace/span.js';
export { silentTracer } from './trace/tracer.js';
export { silentMetrics } from './metrics/meter.js';

export type { ObservabilityOptions, ResolvedOptions } from './options.js';
export type { TraceContext, TraceHeaders } from './trace/trace-context.js';
export type { OpenSpan, Span, SpanKind } from './trace/span.js';
export type { ActiveTrace, SpanOptions, SpanRecorder, Tracer } from './trace/tracer.js';
export type { Counter, CounterOptions, CounterSeries, Metrics } from './metrics/meter.js';
export type { Histogram, HistogramOptions, HistogramSeries } from './metrics/bucket-histogram.js';
export type { AttributeValue, Attributes } from './otlp/any-value.js';
export type { TelemetrySource } from './otlp/envelope.js';
export type { LogSeverity, LogsData, OtlpLogRecord } from './logs/encode-logs.js';
export type { MetricsData, OtlpHistogramPoint, OtlpMetric } from './metrics/encode-metrics.js';
export type { OtlpSpan, TracesData } from './trace/encode-traces.js';
