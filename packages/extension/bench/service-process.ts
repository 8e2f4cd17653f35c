import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { MsgHdrs } from '@nats-io/nats-core';

/** Further arguments of Node for the programs under test, such as `--cpu-prof`. */
export const moreNodeArgs = (process.env['BENCH_NODE_ARGS'] ?? '').split(' ').filter((arg) => arg !== '');

/** The subject and the payload of a request to a service. */
export interface Asked {
  readonly subject: string;
  readonly payload: string;
  readonly headers?: MsgHdrs;
  /** The subject of its answers, if it is not the reply subject. */
  readonly answers?: string;
}

/** One service under load, in a separate process. */
export class ServiceProcess {
  readonly asked: Asked;
  readonly #child: ChildProcess;

  private constructor(asked: Asked, child: ChildProcess) {
    this.asked = asked;
    this.#child = child;
  }

  static async start(file: string, args: readonly string[], asked: Asked): Promise<ServiceProcess> {
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
      execArgv: [...process.execArgv, ...moreNodeArgs],
    });
    const gone = once(child, 'exit').then(() => {
      throw new Error(`${file} ended before it was ready`);
    });
    await Promise.race([once(child, 'message'), gone]);
    gone.catch(() => undefined);
    return new ServiceProcess(asked, child);
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
