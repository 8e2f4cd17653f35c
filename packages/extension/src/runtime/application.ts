import { assertKnownOptions, SymphonyError, toError } from '@symphony-ts/contract';
import { settleProviders } from '../container/settle-providers.js';
import { createLogger, injectableLogger, type Logger } from '../context/logger.js';
import type { ApplicationModel } from '../model/extension-model.js';
import { readApplication } from '../scan/read-application.js';
import { onCrash } from './crash-guard.js';
import type { StopLimits } from './drain.js';
import { type RunningExtension, startExtension } from './extension-runtime.js';
import { type ApplicationOptions, applicationOptionNames, settingsFor } from './settings.js';
import { onStopSignal } from './stop-signal.js';
import { waitForAuthor } from './wait-for-author.js';

/** An application: one or several extensions, each with its own connection, key and container. */
export interface Application extends AsyncDisposable {
  /** The extensions as their classes declare them. */
  readonly model: ApplicationModel;
  /** The running extensions. Empty before `start` and after `stop`. */
  readonly extensions: readonly RunningExtension[];
  /**
   * Connects, registers and starts to answer requests. If a step fails, the call rejects with the error of that step, and
   * nothing is left running.
   */
  start(): Promise<void>;
  /**
   * Takes no new requests, answers the accepted ones, runs `@OnStop`, writes the final status and disconnects. Hooks and status
   * show the `reason`. The call never rejects. Later calls do nothing more.
   */
  stop(reason?: string): Promise<void>;
  /** Resolves when the application has stopped. If a connection was closed permanently, the value is the error that caused it. */
  stopped(): Promise<Error | undefined>;
}

/**
 * Reads a module and prepares it to run. It opens nothing: `start()` does.
 *
 * @example <!-- test/guides/entry-points.examples.ts#create-application -->
 * ```ts
 * const application = await createApplication(Greeter, { token });
 * await application.start();
 * await application.stopped(); // by SIGINT, SIGTERM or application.stop()
 * ```
 * @param module an `@AppModule` class, an `@Extension` class, or the exports of a module that has such classes
 * @throws `INVALID_MODULE` when the module has problems; the error lists all of them
 * @throws `INVALID_CONFIGURATION` when an option is unknown
 */
export async function createApplication(module: unknown, options: ApplicationOptions = {}): Promise<Application> {
  assertKnownOptions('createApplication', options, applicationOptionNames);
  const { model, warnings } = readApplication(module, { observability: options.observability });
  const loggerOf = (prefix: string): Logger =>
    options.logger ? injectableLogger(options.logger.child({ extension: prefix })) : createLogger(prefix);
  for (const warning of warnings) loggerOf(model.name).warn(`${warning.where}: ${warning.text}; ${warning.fix}`);
  return new BootedApplication(model, options, loggerOf);
}

/** For a process that ends after an error. Its memory may be wrong, so it must end soon. */
const CRASH_LIMITS: StopLimits = { handlersMs: 2_500, hooksMs: 1_000 };

class BootedApplication implements Application {
  readonly model: ApplicationModel;
  readonly #options: ApplicationOptions;
  readonly #loggerOf: (prefix: string) => Logger;
  readonly #ended: Promise<Error | undefined>;
  #resolveEnded: (error: Error | undefined) => void = () => undefined;
  #extensions: readonly RunningExtension[] = [];
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;
  /** Cancels a running start. */
  readonly #giveUp = new AbortController();
  #leaveProcess: () => void = () => undefined;

  constructor(model: ApplicationModel, options: ApplicationOptions, loggerOf: (prefix: string) => Logger) {
    this.model = model;
    this.#options = options;
    this.#loggerOf = loggerOf;
    this.#ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
  }

  get extensions(): readonly RunningExtension[] {
    return this.#extensions;
  }

  start(): Promise<void> {
    if (this.#stopping) {
      return Promise.reject(new SymphonyError('CONNECTION_CLOSED', { what: 'start() after stop()' }));
    }
    return (this.#starting ??= this.#start());
  }

  stop(reason = 'stopped'): Promise<void> {
    return (this.#stopping ??= this.#stop(reason, undefined));
  }

  stopped(): Promise<Error | undefined> {
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #start(): Promise<void> {
    this.#followProcess();
    try {
      const { signal } = this.#giveUp;
      const logger = this.#loggerOf(this.model.name);
      const providers = await settleProviders(this.model.providers, (work, what) =>
        waitForAuthor(work, what, { logger, signal }),
      );
      for (const model of this.model.extensions) {
        const settings = settingsFor(model.prefix, this.#options, this.#loggerOf(model.prefix));
        const running = await startExtension({ model, providers, settings, signal });
        this.#extensions = [...this.#extensions, running];
        void running.connection.closed().then((error) => this.#connectionClosed(error));
      }
    } catch (error) {
      // The other factories may still run. Their results are not used.
      this.#giveUp.abort(error);
      await this.#stopAll('failed to start');
      throw error;
    }
  }

  #followProcess(): void {
    const { signals = true, crashDrain = signals } = this.#options;
    const leave = [
      ...(signals ? [onStopSignal((signal) => void this.stop(signal))] : []),
      ...(crashDrain ? [onCrash((error) => this.#crash(error))] : []),
    ];
    this.#leaveProcess = () => {
      for (const end of leave) end();
    };
  }

  /** `stopped()` does not return the error, because the error itself ends the process. */
  async #crash(error: unknown): Promise<void> {
    for (const { prefix } of this.model.extensions) {
      this.#loggerOf(prefix).error('an error that nobody caught ends the process', { err: error });
    }
    this.#stopping ??= this.#leave(`crashed: ${toError(error).message}`, CRASH_LIMITS);
    await this.#stopping;
  }

  #connectionClosed(error: Error | undefined): void {
    if (error) this.#stopping ??= this.#stop(error.message, error);
  }

  async #stop(reason: string, error: Error | undefined): Promise<void> {
    await this.#leave(reason);
    this.#resolveEnded(error);
  }

  async #leave(reason: string, limits?: StopLimits): Promise<void> {
    // A running start is cancelled and ends first. Otherwise it could start something after the stop.
    this.#giveUp.abort(new Error(reason));
    await this.#starting?.catch(() => undefined);
    await this.#stopAll(reason, limits);
  }

  async #stopAll(reason: string, limits?: StopLimits): Promise<void> {
    const running = this.#extensions;
    await Promise.all(running.map((extension) => extension.stop(reason, limits)));
    this.#extensions = [];
    this.#leaveProcess();
  }
}
