import type { ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';

/** What every command is given. */
export interface CommandContext {
  readonly output: Output;
  /** Sets the code the process will end with. */
  readonly finish: (code: ExitCode) => void;
}
