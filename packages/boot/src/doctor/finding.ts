/** The finding of one step. */
export interface Finding {
  readonly step: string;
  /** `warned`: it works, but not properly. `skipped`: an earlier step failed, so this one was not tried. */
  readonly outcome: 'passed' | 'warned' | 'failed' | 'skipped';
  readonly text: string;
  /** The remedy. */
  readonly remedy?: string;
}

const MARKS = { passed: 'ok  ', warned: 'warn', failed: 'FAIL', skipped: 'skip' } as const;
const STEP_WIDTH = 12;

/** A finding as a line for people, with the remedy below it. */
export function formatFinding({ step, outcome, text, remedy }: Finding): string {
  const line = `${MARKS[outcome]}  ${step.padEnd(STEP_WIDTH)}  ${text}`;
  return remedy === undefined ? line : `${line}\n${' '.repeat(STEP_WIDTH + 8)}-> ${remedy}`;
}

/** A problem with a known remedy. */
export class CheckError extends Error {
  readonly remedy: string;
  /** Whether the next steps are still useful. */
  readonly isWarning: boolean;

  constructor(text: string, remedy: string, { isWarning = false }: { readonly isWarning?: boolean } = {}) {
    super(text);
    this.name = 'CheckError';
    this.remedy = remedy;
    this.isWarning = isWarning;
  }
}
