import { HANDLER_TIMEOUT_MS, type TelemetrySignal, telemetryMetadata, telemetrySignals } from '@symphony-ts/contract';
import {
  type Metrics,
  type ObservabilityOptions,
  resolveObservability,
  silentMetrics,
  silentTracer,
  Telemetry,
  type TelemetrySource,
  type Tracer,
} from '@symphony-ts/observability';
import { injectableLogger, type Logger } from '../context/logger.js';
import { activeTrace } from '../invoke/trace.js';
import type { EndpointModel, ExtensionModel } from '../model/extension-model.js';

/** What records the work of an extension, and the logger whose lines it records. */
export interface Recording {
  readonly logger: Logger;
  /** Omitted if nothing is recorded. */
  readonly telemetry: Telemetry | undefined;
}

/** Switches recording on where the options say so. */
export function observe(options: boolean | ObservabilityOptions | undefined, logger: Logger): Recording {
  const resolved = resolveObservability(options);
  if (!resolved) return { logger, telemetry: undefined };
  const telemetry = new Telemetry(resolved);
  return { logger: injectableLogger(telemetry.capture(logger)), telemetry };
}

/** What authors are given. */
export const instrumentsOf = (telemetry: Telemetry | undefined): { metrics: Metrics; tracer: Tracer } =>
  telemetry
    ? { metrics: telemetry.metrics, tracer: telemetry.spans.tracer(activeTrace) }
    : { metrics: silentMetrics, tracer: silentTracer };

/**
 * Says what is lost with the process. Telemetry is fetched by whoever collects it, and nobody is known to whom the rest
 * could be sent; the log itself has its lines all the same.
 */
export function tellMissed(telemetry: Telemetry, logger: Logger): void {
  const { spans, logs } = telemetry.missed;
  if (spans + logs > 0) logger.warn('telemetry that nobody collected is lost', { spans, log_lines: logs });
}

export interface TelemetryEndpointOptions {
  readonly instanceId: string;
  /** What one message may hold: answers stay below it. */
  readonly maxBytes: () => number;
}

/**
 * The model with the three endpoints that give out what was recorded. As every endpoint they are reached at this very
 * instance too, which a collector needs: it has to ask each of them.
 */
export function withTelemetryEndpoints(
  model: ExtensionModel,
  telemetry: Telemetry,
  { instanceId, maxBytes }: TelemetryEndpointOptions,
): ExtensionModel {
  const source: TelemetrySource = { name: model.prefix, version: model.version, instanceId };
  const answers: Readonly<Record<TelemetrySignal, () => unknown>> = {
    metrics: () => telemetry.readMetrics(source, maxBytes()),
    logs: () => telemetry.drainLogs(source, maxBytes()),
    traces: () => telemetry.drainTraces(source, maxBytes()),
  };
  const endpoints = telemetrySignals.map(
    (signal): EndpointModel => ({
      name: signal,
      handler: { kind: 'function', label: `${model.prefix} ${signal}`, run: answers[signal] },
      description: `${signal} of this instance as OTLP/JSON`,
      takesInput: false,
      metadata: telemetryMetadata(signal),
      timeoutMs: HANDLER_TIMEOUT_MS,
      trace: false,
    }),
  );
  return { ...model, endpoints: [...model.endpoints, ...endpoints] };
}
