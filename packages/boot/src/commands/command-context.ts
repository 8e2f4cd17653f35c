import type { ExitCode } from '../process/exit-code.js';
import type { Output } from '../process/output.js';

/** What every command receives. */
export interface CommandContext {
  readonly output: Output;
  /** Sets the code the process will end with. */
  readonly finish: (code: ExitCode) => void;
}
