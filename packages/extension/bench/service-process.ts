import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** One service under load, in a process of its own. */
export class ServiceProcess {
  readonly subject: string;
  readonly #child: ChildProcess;

  private constructor(subject: string, child: ChildProcess) {
    this.subject = subject;
    this.#child = child;
  }

  static async start(file: string, prefix: string, servers: string): Promise<ServiceProcess> {
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), [servers, prefix], {
      execArgv: process.execArgv,
    });
    await once(child, 'message');
    return new ServiceProcess(`cirata.extensions.${prefix}.add`, child);
  }

  /** Processor time used so far, in microseconds. */
  async cpu(): Promise<number> {
    const answer = once(this.#child, 'message');
    this.#child.send('cpu');
    const [used] = (await answer) as [number];
    return used;
  }

  async stop(): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    this.#child.disconnect();
    await exit;
  }
}
