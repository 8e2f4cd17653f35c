import { onStopSignal } from '@symphony-ts/extension/internal';

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

/** Resolves on the first `SIGINT` or `SIGTERM`; a second one ends the process. */
export const untilSignal = (): Promise<void> =>
  new Promise((resolve) => {
    onStopSignal(() => resolve());
  });
