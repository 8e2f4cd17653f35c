import { once } from 'node:events';
import { homedir } from 'node:os';
import { text } from 'node:stream/consumers';
import type { ReadStream, WriteStream } from 'node:tty';

/** 0 done, 1 failed or different, 2 wrong usage. Checks use the codes of Nagios, 0 to 3. */
export type ExitCode = 0 | 1 | 2 | 3;

/** A terminal that a person uses. */
export interface Terminal {
  /** The current number of columns and rows. */
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly write: (text: string) => void;
  /** Whether keys can be read, because standard input is a terminal as well. */
  readonly hasKeys: boolean;
  /** Calls `listener` with each pressed key. The returned function ends that. Keys are not echoed in the meantime. */
  readonly onKey: (listener: (key: string) => void) => () => void;
}

/** The parts of the process that the command line uses. Results go to `out`, everything else to `err`. */
export interface Io {
  /** Writes a line to standard output. */
  readonly out: (line: string) => void;
  /** Writes a line to standard error. */
  readonly err: (line: string) => void;
  /** The stream for the progress bar; absent if nobody would see it. */
  readonly progress?: NodeJS.WritableStream;
  /** The terminal of standard output and input; absent if there is none. */
  readonly terminal?: Terminal;
  /** Reads standard input to its end. */
  readonly readInput: () => Promise<string>;
  /** Reads standard input as bytes, for content that may be too large for a string. */
  readonly input: () => AsyncIterable<Uint8Array>;
  /** Writes bytes to standard output, and waits until there is room for more. */
  readonly write: (data: Uint8Array) => Promise<void>;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that contains the contexts of the `nats` command. */
  readonly homeDir: string;
  /**
   * Aborted by the first `SIGINT` or `SIGTERM`, so that long work can end properly. A second signal ends the process.
   */
  readonly signal: AbortSignal;
}

/** The parts of the current process. */
export function processIo(): Io {
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => abort.abort());
  // A reader such as `head` may close the pipe early, which is not a failure. A full disk is one.
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    abort.abort();
    if (code === 'EPIPE') return;
    process.stderr.write(`jsm: the result cannot be written: ${message}\n`);
    process.exit(1);
  });
  return {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    ...(process.stderr.isTTY ? { progress: process.stderr } : {}),
    ...(process.stdout.isTTY ? { terminal: terminalOf(process.stdout, process.stdin) } : {}),
    readInput: () => text(process.stdin),
    input: () => process.stdin,
    write: async (data) => {
      if (!process.stdout.write(data)) await once(process.stdout, 'drain', { signal: abort.signal });
    },
    env: process.env,
    homeDir: homedir(),
    signal: abort.signal,
  };
}

function terminalOf(output: WriteStream, input: ReadStream): Terminal {
  return {
    size: () => ({ columns: output.columns, rows: output.rows }),
    write: (text) => void output.write(text),
    hasKeys: input.isTTY,
    onKey: (listener) => {
      if (!input.isTTY) return () => undefined;
      const onData = (data: Buffer) => splitKeys(data.toString()).forEach(listener);
      input.setRawMode(true).on('data', onData).resume();
      return () => void input.off('data', onData).setRawMode(false).pause();
    },
  };
}

/** Splits the input of a terminal into keys. An arrow is one sequence, everything else one character. */
export const splitKeys = (text: string): readonly string[] => text.match(/\p{Cc}\[[\d;]*[A-Za-z~]|[^]/gu) ?? [];
