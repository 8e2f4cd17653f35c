/**
 * Runs a command until it ends and returns its output. If it fails, throws an `Error` with the last lines of its output.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, timeoutMs: number }} options
 * @returns {Promise<string>} stdout
 */
export declare function runCommand(
  command: string,
  args: readonly string[],
  {
    cwd,
    timeoutMs,
  }: {
    cwd?: string;
    timeoutMs: number;
  },
): Promise<string>;
