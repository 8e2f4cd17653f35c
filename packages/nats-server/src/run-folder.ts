import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { childEnvironment } from './child-environment.js';

/**
 * Reads process ids from its standard input: one on each line, an empty line for none, `done` to leave. If the input ends
 * without `done`, the writer has died. Then it ends the process noted last and removes the folder. It waits first, so that the
 * kernel can finish the process, which otherwise could write into the folder.
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
 * A server's temporary folder. Neither the folder nor the server outlives this process. An `exit` listener covers an ordinary
 * end and an uncaught exception. A shell that waits on a pipe covers signals, including `kill -9`. Two cases are not covered: a
 * machine without `sh`, and somebody who kills that shell as well.
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
    // Without a shell, the `exit` listener still works. A failed write to the pipe has no consequence.
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

  /** Does what is possible while the process exits, without waiting. The watchdog does the rest. */
  endNow(): void {
    try {
      if (this.#pid !== undefined) process.kill(this.#pid, 'SIGKILL');
      rmSync(this.path, { recursive: true, force: true });
    } catch {
      // It is already gone, or a new file appeared in it.
    }
  }
}

function endAll(): void {
  for (const folder of live) folder.endNow();
}
