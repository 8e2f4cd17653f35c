import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const children = new Set<ChildProcess>();
const killAll = (): void => {
  for (const child of children) child.kill('SIGKILL');
};
process.on('exit', killAll);
// A signal ends a process without the event `exit`. Once the listener is gone, the same signal ends this process as usual.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    killAll();
    process.kill(process.pid, signal);
  });
}

const loader = fileURLToPath(new URL('../../scripts/bench/typescript.mjs', import.meta.url));

/** Starts a module of this suite as a process of its own. It ends when this one exits, or gets `SIGINT` or `SIGTERM`. */
export function startChild(file: string, settings: unknown, env: Readonly<Record<string, string>> = {}): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const execArgv = ['--import', loader];
  const child = fork(path, [JSON.stringify(settings)], {
    execArgv,
    serialization: 'advanced',
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** The next message of a child process. @throws Error when the process ends first */
export async function messageOf(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const exit = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`a process of the suite ended early, with ${String(code)}`);
  });
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal: ended.signal }), exit])) as [unknown];
    return message;
  } finally {
    ended.abort();
    exit.catch(() => undefined);
  }
}

/** Sends a signal and waits for the end. Resolves with the exit code. */
export async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  return (await ended)[0];
}
