import type { Attributes, HistogramSeries, Telemetry } from '@symphony-ts/observability';
import type { OnAnswer } from '../invoke/message-handler.js';
import { errorType } from '../invoke/span-outcome.js';

/** Milliseconds on the monotonic clock, with fractions, for durations. */
export const fineNow = (): number => performance.now();

/**
 * A handler whose durations are measured. REST operations have `http.request.method` and `http.route` among their attributes.
 */
export interface Measured {
  /** Prefix and name, as `rpc.method` has it. */
  readonly method: string;
  readonly http?: Attributes | undefined;
}

/** In seconds. https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration */
const BOUNDARIES: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Records how long each request took, by its outcome. */
export function durationRecorder({ metrics }: Telemetry, { method, http }: Measured): OnAnswer {
  const name = http ? 'http.server.request.duration' : 'rpc.server.call.duration';
  const histogram = metrics.histogram(name, { unit: 's', boundaries: BOUNDARIES });
  const shared: Attributes = http ?? { 'rpc.system.name': 'nats', 'rpc.method': method };
  const byStatus = new Map<number | undefined, HistogramSeries>();
  return (request, refused, httpStatus) => {
    const status = httpStatus ?? refused?.status;
    let series = byStatus.get(status);
    if (!series) {
      const error = { 'error.type': errorType(httpStatus, refused?.status) };
      series = histogram.series({ ...shared, 'http.response.status_code': httpStatus, ...error });
      byStatus.set(status, series);
    }
    series.record(Math.max(0, fineNow() - (request.startedMs ?? 0)) / 1_000);
  };
}
