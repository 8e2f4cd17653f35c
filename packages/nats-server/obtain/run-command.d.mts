/**
 * Runs a command to its end and gives its output; a failure is an `Error` that holds the command's own last words.
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
