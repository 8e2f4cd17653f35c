import { isSymphonyError, toError } from '@symphony-ts/contract';
import { CheckError, type Finding } from './finding.js';

/** One step. Returns its finding, or throws the problem. */
export interface Step {
  readonly name: string;
  readonly run: () => Promise<string>;
}

/** Runs the steps one after another. Steps after a failure are not tried. */
export async function* examine(steps: readonly Step[]): AsyncGenerator<Finding> {
  let failed: string | undefined;
  for (const { name, run } of steps) {
    const finding: Finding =
      failed === undefined
        ? await runStep(name, run)
        : { step: name, outcome: 'skipped', text: `not tried: it needs '${failed}'` };
    if (finding.outcome === 'failed') failed = name;
    yield finding;
  }
}

async function runStep(step: string, run: () => Promise<string>): Promise<Finding> {
  try {
    return { step, outcome: 'passed', text: await run() };
  } catch (error) {
    if (error instanceof CheckError) {
      const { message, remedy, isWarning } = error;
      return { step, outcome: isWarning ? 'warned' : 'failed', text: message, remedy };
    }
    if (isSymphonyError(error)) return { step, outcome: 'failed', text: error.text, remedy: error.remedy };
    return { step, outcome: 'failed', text: toError(error).message, remedy: 'see the message; nothing more is known' };
  }
}
