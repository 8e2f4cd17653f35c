import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { withoutUndefined } from '@symphony-ts/contract';
import { formatLogLine } from './format-log-line.js';

/** True if stdout is a terminal. A file, a pipe or a log collector gets JSON. */
export const isTerminal = (): boolean => process.stdout.isTTY;

/** False with `NO_COLOR`, or for a terminal without colours. */
const hasColors = (): boolean => isTerminal() && process.stdout.hasColors();

/** A destination for a logger, which writes its lines for people. */
export const terminalDestination = {
  write(line: string): void {
    process.stdout.write(`${formatLogLine(line.trimEnd(), { hasColors: hasColors() })}\n`);
  },
};

/** Shows the output of another process, line by line. */
export function showOnTerminal(stream: Readable, label: string | undefined, shown: Writable = process.stdout): void {
  const format = { hasColors: hasColors(), ...withoutUndefined({ label }) };
  createInterface({ input: stream }).on('line', (line) => shown.write(`${formatLogLine(line, format)}\n`));
}
