import { withoutUndefined } from '../json/without-undefined.js';
import type { CheckMetric, CheckReport } from './check-result.js';

/**
 * Bounds of a value. From `warning` on the value is a warning, from `critical` on it is critical. Without bounds the
 * value is only measured.
 */
export interface Threshold {
  /** The value is a warning from here on. */
  readonly warning?: number;
  /** The value is critical from here on. */
  readonly critical?: number;
}

/** A measured value, its text, and its threshold. */
export interface Measured {
  readonly metric: Omit<CheckMetric, 'warning' | 'critical'>;
  readonly threshold: Threshold | undefined;
  /** Which values are bad: those from a bound upwards, or those from a bound downwards. */
  readonly worse: 'higher' | 'lower';
  readonly say: (value: number) => string;
}

/** Adds the value to the metrics and, if there is a threshold, the finding to the findings. */
export function measure(report: CheckReport, { metric, threshold, worse, say }: Measured): void {
  const { warning, critical } = threshold ?? {};
  report.metric({
    ...metric,
    ...withoutUndefined({ warning, critical }),
  });
  if (warning === undefined && critical === undefined) return;
  const reaches = (bound: number | undefined): boolean =>
    bound !== undefined && (worse === 'lower' ? metric.value <= bound : metric.value >= bound);
  if (reaches(critical)) report.critical(say(metric.value));
  else if (reaches(warning)) report.warning(say(metric.value));
  else report.ok(say(metric.value));
}

/** Seconds with three decimal digits, for findings. */
export const seconds = (value: number): string => `${value.toFixed(3)}s`;
