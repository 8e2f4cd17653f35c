/**
 * What an extension tells of itself: endpoints `metrics`, `logs` and `traces` below its group, each of which answers with
 * the OTLP/JSON of its signal. @inferred the three names are documented in development/observability, their subjects
 * follow from the group, and the format from the platform's use of OTLP. On a platform they need `rights.telemetryCollect`,
 * or a capability that names them.
 */
export const telemetrySignals = ['metrics', 'logs', 'traces'] as const;

/** One kind of telemetry. */
export type TelemetrySignal = (typeof telemetrySignals)[number];

const SIGNAL = 'telemetry-signal';

/** Whether an endpoint gives out telemetry, by its metadata. */
export const isTelemetry = (metadata: Readonly<Record<string, string>> | null | undefined): boolean =>
  metadata?.[SIGNAL] !== undefined;

/** Metadata of such an endpoint: how a collector knows it in discovery. @inferred */
export const telemetryMetadata = (signal: TelemetrySignal): Readonly<Record<string, string>> => ({
  [SIGNAL]: signal,
  'telemetry-format': 'otlp/json',
});
