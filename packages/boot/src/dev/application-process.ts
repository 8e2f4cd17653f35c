import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { toError } from '@symphony-ts/contract';
import { isTerminal, showOnTerminal } from '../log/terminal.js';
import type { FromApplication, KeyReply, KeyRequest, LiveNote, ToApplication } from './messages.js';

export interface ApplicationProcessOptions {
  readonly module: string;
  /** The first text of each of its lines on a terminal. */
  readonly label?: string;
  readonly onKeys: (request: KeyRequest) => Promise<KeyReply>;
  readonly onLive: (note: LiveNote) => void;
  /** Called if the application cannot continue for a reason outside its module. The application is then ended. */
  readonly onFailure: (error: Error) => void;
}

/** How long a process may take to drain before it is killed. */
const STOP_LIMIT_MS = 10_000;
/** The last pipe tells the child when this process ends. */
const stdio = (stdout: 'inherit' | 'pipe', stderr: 'inherit' | 'pipe'): StdioOptions => [
  'ignore',
  stdout,
  stderr,
  'ipc',
  'pipe',
];

/** The application of `dev` in a separate process, so that a changed module is loaded again. */
export class ApplicationProcess {
  readonly #options: ApplicationProcessOptions;
  readonly #child: ChildProcess;
  /** Resolves with the exit code. The code is 1 if the process was killed. */
  readonly ended: Promise<number>;
  #isLive = false;

  private constructor(options: ApplicationProcessOptions, child: ChildProcess) {
    this.#options = options;
    this.#child = child;
    this.ended = new Promise((resolve) => {
      child.once('error', () => resolve(1));
      child.once('exit', (code) => resolve(code ?? 1));
    });
  }

  /** Starts the application in a separate process. */
  static start(options: ApplicationProcessOptions): ApplicationProcess {
    const main = fileURLToPath(new URL('./application-main.js', import.meta.url));
    const { module, label } = options;
    const shown = isTerminal() ? 'pipe' : 'inherit';
    // A single instance writes its errors itself, with its colours. With several, each line begins with the number of its
    // instance.
    const child = spawn(process.execPath, [main, module], {
      stdio: stdio(shown, label === undefined ? 'inherit' : shown),
    });
    if (child.stdout) showOnTerminal(child.stdout, label);
    if (child.stderr) showOnTerminal(child.stderr, label, process.stderr);
    const application = new ApplicationProcess(options, child);
    child.on('message', (message: FromApplication) => application.#receive(message));
    return application;
  }

  /** Drains the application. Kills it if that takes too long, and at once if it does not serve anything yet. */
  async stop(): Promise<void> {
    if (this.#isLive) this.#send({ kind: 'stop' });
    else this.#child.kill('SIGKILL');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS);
    await this.ended;
    clearTimeout(timer);
  }

  #receive(message: FromApplication): void {
    const { onKeys, onLive, onFailure } = this.#options;
    if (message.kind === 'live') {
      this.#isLive = true;
      return onLive(message);
    }
    onKeys(message).then(
      (reply) => this.#send(reply),
      (error: unknown) => {
        onFailure(toError(error));
        this.#child.kill('SIGKILL');
      },
    );
  }

  #send(message: ToApplication): void {
    // A process that has just ended is noticed by its exit.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }
}
