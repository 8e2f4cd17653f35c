/** Where a command writes: its result to `out`, everything else to `err`. */
export interface Output {
  out(line: string): void;
  err(line: string): void;
}

const write =
  (stream: NodeJS.WritableStream) =>
  (line: string): void =>
    void stream.write(`${line}\n`);

export const processOutput: Output = { out: write(process.stdout), err: write(process.stderr) };
