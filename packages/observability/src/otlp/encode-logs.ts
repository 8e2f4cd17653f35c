import { type AnyValue, type Attributes, encodeAttributes, type KeyValue, shorten } from './any-value.js';
import { encodeResource, type Resource, type Scope, scope, type TelemetrySource } from './envelope.js';
import { unixNano } from './unix-nano.js';

/** How severe a log line is. */
export type LogSeverity = 'debug' | 'info' | 'warn' | 'error';

/** One log line. */
export interface LogRecord {
  readonly timeMs: number;
  readonly severity: LogSeverity;
  readonly message: string;
  readonly attributes: Attributes;
  readonly traceId?: string | undefined;
  readonly spanId?: string | undefined;
}

/** One log line in OTLP's JSON form. Times are nanoseconds since 1970, as text. */
export interface OtlpLogRecord {
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: AnyValue;
  readonly attributes: readonly KeyValue[];
  readonly traceId?: string;
  readonly spanId?: string;
}

/** `LogsData` of OTLP/JSON. */
export interface LogsData {
  readonly resourceLogs: readonly {
    readonly resource: Resource;
    readonly scopeLogs: readonly { readonly scope: Scope; readonly logRecords: readonly OtlpLogRecord[] }[];
  }[];
}

/** `SeverityNumber` of OTLP: the first of each range. */
export const severities: Readonly<Record<LogSeverity, number>> = { debug: 5, info: 9, warn: 13, error: 17 };

export const encodeLog = (record: LogRecord): OtlpLogRecord => ({
  timeUnixNano: unixNano(record.timeMs),
  observedTimeUnixNano: unixNano(record.timeMs),
  severityNumber: severities[record.severity],
  severityText: record.severity.toUpperCase(),
  body: { stringValue: shorten(record.message) },
  attributes: encodeAttributes(record.attributes),
  ...(record.traceId && record.spanId ? { traceId: record.traceId, spanId: record.spanId } : {}),
});

/** Log lines of one instance; an empty list without any. */
export const encodeLogs = (source: TelemetrySource, logRecords: readonly OtlpLogRecord[]): LogsData => ({
  resourceLogs:
    logRecords.length === 0 ? [] : [{ resource: encodeResource(source), scopeLogs: [{ scope, logRecords }] }],
});
