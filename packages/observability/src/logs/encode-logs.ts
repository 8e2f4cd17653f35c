import { type AnyValue, type Attributes, encodeAttributes, type KeyValue, shorten } from '../otlp/any-value.js';
import { encodeResource, type Resource, type Scope, scope, type TelemetrySource } from '../otlp/envelope.js';
import { unixNano } from '../otlp/unix-nano.js';

/** Severity of a log line. */
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
  /** Time of the line, in nanoseconds since 1970. */
  readonly timeUnixNano: string;
  /** Time of the recording, in nanoseconds since 1970. */
  readonly observedTimeUnixNano: string;
  /** Severity from 1 to 24, as in the table of OpenTelemetry. */
  readonly severityNumber: number;
  /** Level of the logger, such as `INFO`. */
  readonly severityText: string;
  /** The message. */
  readonly body: AnyValue;
  /** The fields of the log line. */
  readonly attributes: readonly KeyValue[];
  /** Id of the trace. Absent if the line is not part of a trace. */
  readonly traceId?: string;
  /** Id of the span. Absent if the line is not part of a trace. */
  readonly spanId?: string;
}

/** `LogsData` of OTLP/JSON. */
export interface LogsData {
  /** Log records by resource and scope. */
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
