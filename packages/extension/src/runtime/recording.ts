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

/** Records the work of an extension, and the lines of its logger. */
export interface Recording {
  readonly logger: Logger;
  /** Omitted if nothing is recorded. */
  readonly telemetry: Telemetry | undefined;
}

/** Switches recording on if the options ask for it. */
export function observe(options: boolean | ObservabilityOptions | undefined, logger: Logger): Recording {
  const resolved = resolveObservability(options);
  if (!resolved) return { logger, telemetry: undefined };
  const telemetry = new Telemetry(resolved);
  return { logger: injectableLogger(telemetry.capture(logger)), telemetry };
}

/** The instruments that authors receive. */
export const instrumentsOf = (telemetry: Telemetry | undefined): { metrics: Metrics; tracer: Tracer } =>
  telemetry
    ? { metrics: telemetry.metrics, tracer: telemetry.spans.tracer(activeTrace) }
    : { metrics: silentMetrics, tracer: silentTracer };

/**
 * Logs how much telemetry is lost when the process ends. Collectors fetch telemetry, so this process cannot send them the rest.
 * The log itself has all lines.
 */
export function tellMissed(telemetry: Telemetry, logger: Logger): void {
  const { spans, logs } = telemetry.missed;
  if (spans + logs > 0) logger.warn('telemetry that nobody collected is lost', { spans, log_lines: logs });
}

export interface TelemetryEndpointOptions {
  readonly instanceId: string;
  /** The size limit of one message. Answers stay below it. */
  readonly maxBytes: () => number;
}

/**
 * The model with the three endpoints that return what was recorded. Like every endpoint, they can be reached at one instance. A
 * collector needs that, because it has to ask each instance.
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
