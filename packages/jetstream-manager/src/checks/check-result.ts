/** How a check turned out, in the words monitoring systems use. */
export type CheckStatus = 'OK' | 'WARNING' | 'CRITICAL';

/** One number a check measured. */
export interface CheckMetric {
  /** Name of the metric. */
  readonly name: string;
  /** What was measured. */
  readonly value: number;
  /** `s`, `B`, `%`, or nothing for a count. */
  readonly unit?: 's' | 'B' | '%';
  /** Value from which it is a warning. */
  readonly warning?: number;
  /** Value from which it is critical. */
  readonly critical?: number;
  /** One line for people. */
  readonly help: string;
}

/** What a check found. */
export interface CheckResult {
  /** The kind of check: `stream`, `consumer`, … */
  readonly suite: string;
  /** What was checked. */
  readonly name: string;
  /** The worst of all findings. */
  readonly status: CheckStatus;
  /** What is critical. */
  readonly criticals: readonly string[];
  /** What is a warning. */
  readonly warnings: readonly string[];
  /** What is as it should be. */
  readonly oks: readonly string[];
  /** What was measured. */
  readonly metrics: readonly CheckMetric[];
}

/** Collects what a check finds. A check never throws for what it looks at: that is a finding. */
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

  /** Adds a finding that makes the result a warning at least. */
  warning(message: string): void {
    this.#warnings.push(message);
  }

  /** Adds what is as it should be. */
  ok(message: string): void {
    this.#oks.push(message);
  }

  /** Adds a measured value. */
  metric(metric: CheckMetric): void {
    this.#metrics.push(metric);
  }

  /** Whether nothing critical and no warning was found so far. */
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

/** Runs a check; what it throws becomes a critical finding. */
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
