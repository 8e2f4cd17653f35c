/** The status of a check, in the words of monitoring systems. */
export type CheckStatus = 'OK' | 'WARNING' | 'CRITICAL';

/** One measured number. */
export interface CheckMetric {
  /** Name of the metric. */
  readonly name: string;
  /** The measured value. */
  readonly value: number;
  /** The unit: seconds, bytes or percent. Omitted for a count. */
  readonly unit?: 's' | 'B' | '%';
  /** The value reaches the warning state here. */
  readonly warning?: number;
  /** The value reaches the critical state here. */
  readonly critical?: number;
  /** A description for people, in one line. */
  readonly help: string;
}

/** The result of a check. */
export interface CheckResult {
  /** The kind of check: `stream`, `consumer`, … */
  readonly suite: string;
  /** The name of the checked stream, consumer or other subject of the check. */
  readonly name: string;
  /** The worst status of all findings. */
  readonly status: CheckStatus;
  /** Critical findings. */
  readonly criticals: readonly string[];
  /** Findings that are warnings. */
  readonly warnings: readonly string[];
  /** Findings that are fine. */
  readonly oks: readonly string[];
  /** Measured values. */
  readonly metrics: readonly CheckMetric[];
}

/**
 * Collects the findings of a check. A check never throws because of the things that it examines: those become findings.
 */
export class CheckReport {
  readonly #suite: string;
  readonly #name: string;
  readonly #criticals: string[] = [];
  readonly #warnings: string[] = [];
  readonly #oks: string[] = [];
  readonly #metrics: CheckMetric[] = [];

  constructor(suite: string, name: string) {
    this.#suite = suite;
    this.#name = name;
  }

  /** Adds a finding that makes the result critical. */
  critical(message: string): void {
    this.#criticals.push(message);
  }

  /** Adds a finding that makes the result at least a warning. */
  warning(message: string): void {
    this.#warnings.push(message);
  }

  /** Adds a finding that is fine. */
  ok(message: string): void {
    this.#oks.push(message);
  }

  /** Adds a measured value. */
  metric(metric: CheckMetric): void {
    this.#metrics.push(metric);
  }

  /** Whether there is no critical finding and no warning so far. */
  get isClean(): boolean {
    return this.#criticals.length === 0 && this.#warnings.length === 0;
  }

  /** The result so far. */
  finish(): CheckResult {
    const status = this.#criticals.length > 0 ? 'CRITICAL' : this.#warnings.length > 0 ? 'WARNING' : 'OK';
    return {
      suite: this.#suite,
      name: this.#name,
      status,
      criticals: [...this.#criticals],
      warnings: [...this.#warnings],
      oks: [...this.#oks],
      metrics: [...this.#metrics],
    };
  }
}

/** Runs a check. An error that it throws becomes a critical finding. */
export async function runCheck(
  suite: string,
  name: string,
  check: (report: CheckReport) => Promise<void>,
): Promise<CheckResult> {
  const report = new CheckReport(suite, name);
  try {
    await check(report);
  } catch (error) {
    report.critical(error instanceof Error ? error.message : String(error));
  }
  return report.finish();
}
