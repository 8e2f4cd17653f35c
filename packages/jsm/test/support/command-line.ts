import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { createManager, type Manager } from '@symphony-ts/jetstream-manager';
import { type NatsServer, type NatsServerOptions, startNatsServer } from '@symphony-ts/nats-server';
import { type Io, main } from '../../src/index.js';

/** What a command line printed, and its exit code. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Options of a run, in addition to its words. */
export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal;
  readonly env?: Io['env'];
  readonly terminal?: NonNullable<Io['terminal']>;
  /** Called with each line of standard output. */
  readonly onOut?: (line: string) => void;
}

/** A real server, a manager connected to it, an empty folder, and `jsm` using them. */
export interface CommandLine {
  readonly server: NatsServer;
  readonly nc: NatsConnection;
  readonly manager: Manager;
  /** The home folder and the place for files. */
  readonly folder: string;
  run(words: readonly string[] | string, options?: RunOptions): Promise<Run>;
  /** What a command prints with `--json`. Fails if the command fails. */
  json(words: readonly string[] | string, options?: RunOptions): Promise<unknown>;
  stop(): Promise<void>;
}

/** Runs `jsm` against the server at `url`, with `folder` as home. */
export const runnerOf =
  (url: string, folder: string): CommandLine['run'] =>
  async (words, options = {}) => {
    const out: string[] = [];
    const err: string[] = [];
    const input = Buffer.from(options.input ?? '');
    const code = await main(typeof words === 'string' ? words.split(' ') : words, {
      out: (line) => {
        out.push(line);
        options.onOut?.(line);
      },
      err: (line) => void err.push(line),
      readInput: () => Promise.resolve(input.toString()),
      input: () => Readable.from([input]),
      write: (data) => Promise.resolve(void out.push(Buffer.from(data).toString())),
      env: { NATS_URL: url, ...options.env },
      homeDir: folder,
      ...(options.terminal && { terminal: options.terminal }),
      signal: options.signal ?? new AbortController().signal,
    });
    return { code, out: out.join('\n'), err: err.join('\n') };
  };

export async function startCommandLine(serverOptions: NatsServerOptions = {}): Promise<CommandLine> {
  const server = await startNatsServer(serverOptions);
  const nc = await connect({ servers: server.url });
  const folder = await mkdtemp(join(tmpdir(), 'jsm-'));
  const run = runnerOf(server.url, folder);
  return {
    server,
    nc,
    manager: await createManager(nc),
    folder,
    run,
    json: async (words, options) => {
      const { code, out, err } = await run(
        ['--json', ...(typeof words === 'string' ? words.split(' ') : words)],
        options,
      );
      if (code !== 0) throw new Error(`exit code ${code}: ${err}`);
      return JSON.parse(out);
    },
    stop: async () => {
      await nc.close();
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
