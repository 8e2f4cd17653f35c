/**
 * The telemetry of an extension: endpoints `metrics`, `logs` and `traces` below its group. Each answers in OTLP/JSON. On a
 * platform, a caller needs `rights.telemetryCollect`, or a capability that names the endpoint. @inferred the three names are
 * documented in development/observability, their subjects follow from the group, the format follows from the platform's OTLP.
 */
export const telemetrySignals = ['metrics', 'logs', 'traces'] as const;

/** One of `telemetrySignals`. */
export type TelemetrySignal = (typeof telemetrySignals)[number];

const SIGNAL = 'telemetry-signal';

/** True for the metadata of a telemetry endpoint. */
export const isTelemetry = (metadata: Readonly<Record<string, string>> | null | undefined): boolean =>
  metadata?.[SIGNAL] !== undefined;

/** Metadata of a telemetry endpoint. A collector finds the endpoint in discovery by it. @inferred */
export const telemetryMetadata = (signal: TelemetrySignal): Readonly<Record<string, string>> => ({
  [SIGNAL]: signal,
  'telemetry-format': 'otlp/json',
});
