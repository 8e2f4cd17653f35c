import { CommanderError } from 'commander';
import type { ExitCode } from './process/exit-code.js';
import { type Output, processOutput } from './process/output.js';
import { createProgram } from './program.js';

/**
 * Runs the command line and returns its exit code: 0 done, 1 failed, 2 wrong usage or an invalid module. The result of a
 * command goes to stdout, everything else to stderr.
 */
export async function main(args: readonly string[], output: Output = processOutput): Promise<ExitCode> {
  let code: ExitCode = 0;
  const finish = (given: ExitCode): void => {
    code = given;
  };
  try {
    const program = await createProgram(args, { output, finish });
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has printed the error already. Help and version are not failures.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { reportFailure } = await import('./process/exit-code.js');
    return reportFailure(error, output);
  }
}
