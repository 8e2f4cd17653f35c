import { withoutUndefined } from '../json/without-undefined.js';
import type { CheckMetric, CheckReport } from './check-result.js';

/** From where on a value is a warning, and from where on it is critical. With neither, the value is only measured. */
export interface Threshold {
  /** Value from which it is a warning. */
  readonly warning?: number;
  /** Value from which it is critical. */
  readonly critical?: number;
}

/** A measured value, how to say it, and what it is held against. */
export interface Measured {
  readonly metric: Omit<CheckMetric, 'warning' | 'critical'>;
  readonly threshold: Threshold | undefined;
  /** Which values are bad: those from a bound upwards, or those from a bound downwards. */
  readonly worse: 'higher' | 'lower';
  readonly say: (value: number) => string;
}

/** Puts the value among the metrics and, where there is a threshold, the finding among the findings. */
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

/** Seconds with three digits, for findings. */
export const seconds = (value: number): string => `${value.toFixed(3)}s`;
