/** Where a command writes: its result to `out`, everything else to `err`. */
export interface Output {
  /** Writes a line to standard output. */
  out(line: string): void;
  /** Writes a line to standard error. */
  err(line: string): void;
}

export const processOutput: Output = {
  out(line) {
    const { stdout } = process;
    if (!stdout.listeners('error').includes(endWithoutOutput)) stdout.on('error', endWithoutOutput);
    stdout.write(`${line}\n`);
  },
  err: (line) => void process.stderr.write(`${line}\n`),
};

/** A reader such as `head` may close the pipe early, which is not a failure; a full disk is one. */
function endWithoutOutput({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') process.exit();
  process.stderr.write(`the result cannot be written: ${message}\n`);
  process.exit(1);
}
