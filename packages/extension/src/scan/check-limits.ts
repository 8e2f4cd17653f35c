import type { Report } from './report.js';

interface Limits {
  readonly timeoutMs?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly maxQueued?: number | undefined;
}

/** Reports limits of a handler that are out of range. */
export function checkLimits(
  where: string,
  { timeoutMs = 0, concurrency = 1, maxQueued = 0 }: Limits,
  report: Report,
): void {
  if (!Number.isFinite(timeoutMs) || timeoutMs < 0) {
    report.problem(where, `a timeoutMs of ${timeoutMs}`, 'give milliseconds, or 0 for never');
  }
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    report.problem(
      where,
      `a concurrency of ${concurrency}`,
      'give a whole number from 1, or omit it for the default of 1,000',
    );
  }
  if (!Number.isInteger(maxQueued) || maxQueued < 0) {
    report.problem(
      where,
      `a maxQueued of ${maxQueued}`,
      'give a whole number from 0, or omit it for the default of 10,000',
    );
  }
}
