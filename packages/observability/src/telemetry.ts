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

/** The telemetry of an instance that waits for a collector. */
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

  /** Returns a logger that writes to `logger` and keeps its lines for a collector. */
  capture(logger: Logger): Logger {
    const logs = this.#logs;
    const { logLevel: level } = this.#options;
    return teeLogger(logger, { clock: this.#clock, level, keep: (record) => logs.push(record) });
  }

  /** Removes and returns ended spans, the oldest first, up to `maxBytes`. The rest waits for the next call. */
  drainTraces(source: TelemetrySource, maxBytes: number): TracesData {
    return encodeTraces(this.#of(source), this.#spans.drain(maxBytes - ENVELOPE_BYTES).items);
  }

  /** Removes and returns log lines, the oldest first, up to `maxBytes`. The rest waits for the next call. */
  drainLogs(source: TelemetrySource, maxBytes: number): LogsData {
    return encodeLogs(this.#of(source), this.#logs.drain(maxBytes - ENVELOPE_BYTES).items);
  }

  /**
   * Returns all counts and measurements since the start, and the number of lost spans and log lines. It removes nothing, so a
   * collector that misses an answer gets the same data with the next one. Metrics that do not fit into `maxBytes` follow with the
   * next call.
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

  /** Number of spans and log lines since the start that no collector has received: the dropped and the waiting ones. */
  get missed(): { readonly spans: number; readonly logs: number } {
    return { spans: this.#spans.missed, logs: this.#logs.missed };
  }

  #of(source: TelemetrySource): TelemetrySource {
    return { attributes: this.#options.attributes, ...source };
  }
}

const lost = (name: string, value: number) => ({ name, points: [{ attributes: {}, value }] });
