import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface InstanceOptions {
  readonly token: string;
  readonly address: string;
}

const cli = fileURLToPath(new URL('../bin/symphony-boot.mjs', import.meta.resolve('@symphony-ts/boot')));
const module = fileURLToPath(new URL('../app.js', import.meta.url));

/** One instance of the catalog: `symphony-boot run` as a separate process. */
export class InstanceProcess {
  readonly #child: ChildProcess;
  readonly #log: string[] = [];
  readonly #live: Promise<string>;
  readonly ended: Promise<number | null>;

  constructor({ token, address }: InstanceOptions) {
    this.#child = spawn(process.execPath, [cli, 'run', module], {
      env: { ...process.env, SYMPHONY_TOKEN: token, SYMPHONY_ADDRESS: address },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#live = this.#follow();
  }

  /** Resolves with the id of the instance when it is running. Rejects if its process ends first. */
  live(): Promise<string> {
    return this.#live;
  }

  /** Asks it to stop, as an operating system does. Resolves with its exit code. */
  stop(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    return this.ended;
  }

  #follow(): Promise<string> {
    const { stdout } = this.#child;
    return new Promise((resolve, reject) => {
      if (stdout) {
        createInterface({ input: stdout }).on('line', (line) => {
          this.#log.push(line);
          const entry = JSON.parse(line) as { readonly instance_id?: string };
          if (entry.instance_id) resolve(entry.instance_id);
        });
      }
      this.#child.once('exit', (code) => {
        reject(new Error(`the instance ended with ${code} before it was live:\n${this.#log.join('\n')}`));
      });
    });
  }
}
