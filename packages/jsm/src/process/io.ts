import { once } from 'node:events';
import { homedir } from 'node:os';
import { text } from 'node:stream/consumers';
import type { ReadStream, WriteStream } from 'node:tty';

/** 0 done, 1 failed or different, 2 wrong usage; checks use Nagios' codes, 0 to 3. */
export type ExitCode = 0 | 1 | 2 | 3;

/** A terminal that somebody looks at. */
export interface Terminal {
  /** Columns and rows, as they are now. */
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly write: (text: string) => void;
  /** Whether keys can be pressed: standard input is a terminal, too. */
  readonly hasKeys: boolean;
  /** Calls `listener` with each key that is pressed, until the function it gives is called. Keys are not shown meanwhile. */
  readonly onKey: (listener: (key: string) => void) => () => void;
}

/** What the command line touches of its process. Results go to `out`, everything else to `err`. */
export interface Io {
  /** Writes a line to standard output. */
  readonly out: (line: string) => void;
  /** Writes a line to standard error. */
  readonly err: (line: string) => void;
  /** Where progress is drawn; absent where nobody would see it. */
  readonly progress?: NodeJS.WritableStream;
  /** The terminal behind standard output and input; absent where there is none. */
  readonly terminal?: Terminal;
  /** Reads standard input to its end. */
  readonly readInput: () => Promise<string>;
  /** Standard input as bytes, for what may be too large for a text. */
  readonly input: () => AsyncIterable<Uint8Array>;
  /** Writes bytes to standard output as they are, and waits until there is room for more. */
  readonly write: (data: Uint8Array) => Promise<void>;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder below which the contexts of the `nats` command are. */
  readonly homeDir: string;
  /** Aborted by the first `SIGINT` or `SIGTERM`: long work ends in good order. A second one ends the process. */
  readonly signal: AbortSignal;
}

/** The process itself. */
export function processIo(): Io {
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => abort.abort());
  // A reader such as `head` that has seen enough is not a failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    abort.abort();
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

/** The keys in what a terminal sent at once: an arrow is a sequence of its own, everything else a character. */
export const splitKeys = (text: string): readonly string[] => text.match(/\p{Cc}\[[\d;]*[A-Za-z~]|[^]/gu) ?? [];
