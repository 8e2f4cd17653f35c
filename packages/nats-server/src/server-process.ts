import { type ChildProcess, spawn } from 'node:child_process';
import { childEnvironment } from './child-environment.js';
import type { LogLines } from './log-lines.js';

/** How a process ended. */
export interface ServerExit {
  /** Absent when a signal ended it. */
  readonly code?: number;
  readonly signal?: string;
  /** Set when it could not even be run. */
  readonly error?: Error;
}

/** One running nats-server process. */
export interface ServerProcess {
  /** Absent when the binary could not be run. */
  readonly pid: number | undefined;
  /** Resolves once the process has ended and its output was read. Never rejects. */
  readonly exited: Promise<ServerExit>;
  signal(signal: 'SIGTERM' | 'SIGKILL'): void;
}

/**
 * Runs the server in a process group of its own: Ctrl-C in a terminal must not reach it, since its owner still needs
 * it to drain.
 */
export function spawnServer(binary: string, configFile: string, logs: LogLines): ServerProcess {
  const child = spawn(binary, ['-c', configFile], {
    detached: true,
    env: childEnvironment(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => logs.add(chunk));
  }
  return {
    pid: child.pid,
    exited: waitForExit(child),
    signal: (signal) => void child.kill(signal),
  };
}

function waitForExit(child: ChildProcess): Promise<ServerExit> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ error }));
    child.once('close', (code, signal) => {
      resolve({ ...(code === null ? {} : { code }), ...(signal === null ? {} : { signal }) });
    });
  });
}

/** Asks the process to end, and kills it when it has not after `timeoutMs`. */
export async function terminate(process: ServerProcess, timeoutMs: number): Promise<void> {
  const kill = setTimeout(() => process.signal('SIGKILL'), timeoutMs);
  process.signal('SIGTERM');
  await process.exited;
  clearTimeout(kill);
}
