import type { LogFields, Logger } from '@symphony-ts/contract';
import type { Attributes, AttributeValue } from '../otlp/any-value.js';
import type { Clock } from '../otlp/unix-nano.js';
import { exceptionAttributes } from '../trace/tracer.js';
import { type LogRecord, type LogSeverity, severities } from './encode-logs.js';

export interface TeeOptions {
  readonly clock: Clock;
  /** The least severity that is kept. */
  readonly level: LogSeverity;
  readonly keep: (record: LogRecord) => void;
}

/** A logger that writes to `logger` as before, and keeps its lines as records too. */
export const teeLogger = (logger: Logger, options: TeeOptions): Logger => teeWith(logger, options, {});

function teeWith(logger: Logger, options: TeeOptions, bound: LogFields): Logger {
  const write =
    (severity: LogSeverity) =>
    (message: string, fields?: LogFields): void => {
      logger[severity](message, fields);
      if (severities[severity] >= severities[options.level]) {
        options.keep(recordOf(options.clock(), { severity, message }, { ...bound, ...fields }));
      }
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => teeWith(logger.child(fields), options, { ...bound, ...fields }),
  };
}

function recordOf(timeMs: number, line: Pick<LogRecord, 'severity' | 'message'>, fields: LogFields): LogRecord {
  const { trace_id, span_id, err, ...others } = fields;
  const known = Object.entries(others).map(([name, value]) => [name, attributeOf(value)] as const);
  const attributes: Attributes = {
    ...Object.fromEntries(known),
    ...(err === undefined ? {} : exceptionAttributes(err)),
  };
  return {
    timeMs,
    ...line,
    attributes,
    ...(typeof trace_id === 'string' && typeof span_id === 'string' ? { traceId: trace_id, spanId: span_id } : {}),
  };
}

/** A field as an attribute: plain values as they are, anything else as its JSON. */
function attributeOf(value: unknown): AttributeValue | undefined {
  if (value === undefined || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  if (value instanceof Error) return value.message;
  try {
    return JSON.stringify(value);
  } catch {
    // Cycles and big integers have no JSON. The line itself matters more than this field.
    return typeof value === 'bigint' ? String(value) : undefined;
  }
}
