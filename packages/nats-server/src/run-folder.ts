import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { childEnvironment } from './child-environment.js';

/**
 * Reads process ids from its standard input, one a line, an empty line for none, `done` to leave. When the input ends
 * without `done`, its writer has died: the process noted last and the folder go with it. The wait lets the kernel
 * finish the process, so that it cannot write into a folder that is being removed.
 */
const WATCHDOG = `
pid=
while read -r line; do
  [ "$line" = done ] && exit 0
  pid=$line
done
if [ -n "$pid" ]; then
  kill -9 "$pid" 2>/dev/null
  tries=0
  while kill -0 "$pid" 2>/dev/null && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
fi
rm -rf -- "$1"
`;

const live = new Set<RunFolder>();

/**
 * A server's temporary folder, and the promise that neither it nor the server outlives this process. An `exit`
 * listener covers an ordinary end and an uncaught exception; a shell that waits on a pipe covers signals, `kill -9`
 * included. Not covered: a machine without `sh`, and someone who kills that shell as well.
 */
export class RunFolder {
  readonly path: string;
  readonly #watchdog: ChildProcessByStdio<Writable, null, null>;
  #pid: number | undefined;

  private constructor(path: string, watchdog: ChildProcessByStdio<Writable, null, null>) {
    this.path = path;
    this.#watchdog = watchdog;
  }

  static async create(): Promise<RunFolder> {
    const path = await mkdtemp(join(tmpdir(), 'symphony-nats-'));
    const watchdog = spawn('/bin/sh', ['-c', WATCHDOG, 'nats-server-watchdog', path], {
      cwd: '/',
      detached: true,
      env: childEnvironment(process.env),
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // Without a shell the `exit` listener still does its part, and a write to the pipe has nobody to tell.
    watchdog.on('error', () => {});
    watchdog.stdin.on('error', () => {});
    watchdog.unref();
    const folder = new RunFolder(path, watchdog);
    if (live.size === 0) process.on('exit', endAll);
    live.add(folder);
    return folder;
  }

  /** Notes the process that must not outlive this one; `undefined` once it has ended. */
  guard(pid: number | undefined): void {
    this.#pid = pid;
    this.#watchdog.stdin.write(`${pid ?? ''}\n`);
  }

  /** Removes the folder and dismisses the watchdog. */
  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    live.delete(this);
    if (live.size === 0) process.off('exit', endAll);
    if (this.#watchdog.exitCode !== null || this.#watchdog.pid === undefined) return;
    const gone = once(this.#watchdog, 'close');
    this.#watchdog.ref();
    this.#watchdog.stdin.end('done\n');
    await gone;
  }

  /** What can be done while the process exits: nothing that waits. The watchdog finishes what this leaves. */
  endNow(): void {
    try {
      if (this.#pid !== undefined) process.kill(this.#pid, 'SIGKILL');
      rmSync(this.path, { recursive: true, force: true });
    } catch {
      // Already gone, or a file appeared meanwhile.
    }
  }
}

function endAll(): void {
  for (const folder of live) folder.endNow();
}
