/** Where a command writes: its result to `out`, everything else to `err`. */
export interface Output {
  /** Writes a line to standard output. */
  out(line: string): void;
  /** Writes a line to standard error. */
  err(line: string): void;
}

const write =
  (stream: NodeJS.WritableStream) =>
  (line: string): void =>
    void stream.write(`${line}\n`);

export const processOutput: Output = { out: write(process.stdout), err: write(process.stderr) };
