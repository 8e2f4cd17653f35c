import type { Logger } from '@symphony-ts/contract';
import { BoundedBuffer } from './bounded-buffer.js';
import { encodeLog, encodeLogs, type LogRecord, type LogsData, type OtlpLogRecord } from './logs/encode-logs.js';
import { teeLogger } from './logs/tee-logger.js';
import { encodeCounter, encodeHistogram, encodeMetrics, type MetricsData } from './metrics/encode-metrics.js';
import { fitMetrics } from './metrics/fit-metrics.js';
import { Meter } from './metrics/meter.js';
import type { ResolvedOptions } from './options.js';
import type { TelemetrySource } from './otlp/envelope.js';
import { type Clock, createClock } from './otlp/unix-nano.js';
import { encodeSpan, encodeTraces, type OtlpSpan, type SpanRecord, type TracesData } from './trace/encode-traces.js';
import { SpanRecorder } from './trace/tracer.js';

/** Room for the resource and the brackets around the records of an answer. */
const ENVELOPE_BYTES = 4_096;

/** What an instance has recorded and nobody has collected yet. */
export class Telemetry {
  /** Records spans. */
  readonly spans: SpanRecorder;
  /** Records counters and histograms. */
  readonly metrics: Meter;
  readonly #options: ResolvedOptions;
  readonly #clock: Clock;
  readonly #startMs: number;
  readonly #spans: BoundedBuffer<SpanRecord, OtlpSpan>;
  readonly #logs: BoundedBuffer<LogRecord, OtlpLogRecord>;
  /** Where the next answer with metrics begins. */
  #nextPoint = 0;

  constructor(options: ResolvedOptions, clock: Clock = createClock()) {
    this.#options = options;
    this.#clock = clock;
    this.#startMs = clock();
    const spans = new BoundedBuffer(options.maxSpans, encodeSpan);
    this.#spans = spans;
    this.#logs = new BoundedBuffer(options.maxLogs, encodeLog);
    this.metrics = new Meter(options.maxSeries);
    this.spans = new SpanRecorder({ clock, ended: (span) => spans.push(span) });
  }

  /** `logger`, whose lines are kept from now on. */
  capture(logger: Logger): Logger {
    const logs = this.#logs;
    const { logLevel: level } = this.#options;
    return teeLogger(logger, { clock: this.#clock, level, keep: (record) => logs.push(record) });
  }

  /** Takes out ended spans, the oldest first, as many as fit into `maxBytes`; the others wait for the next call. */
  drainTraces(source: TelemetrySource, maxBytes: number): TracesData {
    return encodeTraces(this.#of(source), this.#spans.drain(maxBytes - ENVELOPE_BYTES).items);
  }

  /** Takes out log lines in the same way. */
  drainLogs(source: TelemetrySource, maxBytes: number): LogsData {
    return encodeLogs(this.#of(source), this.#logs.drain(maxBytes - ENVELOPE_BYTES).items);
  }

  /**
   * Everything counted and measured since the start, and how many spans and log lines were lost. Takes nothing out: whoever
   * misses one answer learns all of it from the next. What does not fit into `maxBytes` comes with the next call.
   */
  readMetrics(source: TelemetrySource, maxBytes: number): MetricsData {
    const period = { startMs: this.#startMs, nowMs: this.#clock() };
    const records = [
      ...this.metrics.records,
      lost('symphony.telemetry.spans.dropped', this.#spans.dropped),
      lost('symphony.telemetry.logs.dropped', this.#logs.dropped),
    ];
    const all = [
      ...records.map((record) => encodeCounter(record, period)),
      ...this.metrics.measured.map((record) => encodeHistogram(record, period)),
    ];
    const { metrics, next } = fitMetrics(all, this.#nextPoint, maxBytes - ENVELOPE_BYTES);
    this.#nextPoint = next;
    return encodeMetrics(this.#of(source), metrics);
  }

  /** Spans and log lines since the start that nobody was given: those dropped, and those that still wait. */
  get missed(): { readonly spans: number; readonly logs: number } {
    return { spans: this.#spans.missed, logs: this.#logs.missed };
  }

  #of(source: TelemetrySource): TelemetrySource {
    return { attributes: this.#options.attributes, ...source };
  }
}

const lost = (name: string, value: number) => ({ name, points: [{ attributes: {}, value }] });
