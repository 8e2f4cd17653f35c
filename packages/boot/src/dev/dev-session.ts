import { withoutUndefined } from '@symphony-ts/contract';
import type { Output } from '../process/output.js';
import { ApplicationProcess } from './application-process.js';
import type { DevKeys } from './dev-keys.js';
import type { DevPlatform } from './dev-platform.js';
import type { KeyReply, KeyRequest, LiveNote } from './messages.js';
import { watchSources } from './source-watch.js';
import { exportLine, tryLine } from './try-line.js';

export interface DevSessionOptions {
  readonly module: string;
  readonly platform: Pick<DevPlatform, 'address' | 'dataDir'>;
  readonly keys: DevKeys;
  /** The number of instances. Each has its own process and key. */
  readonly instances: number;
  readonly output: Output;
}

/**
 * Runs a module on a development platform, and starts it again after each change of a source. If the module fails, the
 * session waits for the next change and starts it again.
 */
export class DevSession {
  readonly #options: DevSessionOptions;
  #unwatch: () => Promise<void> = () => Promise.resolve();
  #applications: readonly ApplicationProcess[] = [];
  #isStale = false;
  #restarting: Promise<void> | undefined;
  #isOver = false;
  #shown = '';

  constructor(options: DevSessionOptions) {
    this.#options = options;
  }

  /** Resolves when it watches for changes. The module starts in the meantime. */
  async start(): Promise<void> {
    const { module, platform } = this.#options;
    this.#restart();
    this.#unwatch = await watchSources({
      module,
      ...withoutUndefined({ ignored: platform.dataDir }),
      onChange: (file) => {
        this.#say(`${file} changed`);
        this.#restart();
      },
    });
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#unwatch();
    await this.#restarting;
    await this.#stopApplications();
  }

  /** Restarts one after another. All changes during a restart cause a single further one. */
  #restart(): void {
    this.#isStale = true;
    this.#restarting ??= this.#restartWhileStale().finally(() => {
      this.#restarting = undefined;
    });
  }

  async #restartWhileStale(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      const since = performance.now();
      await this.#stopApplications();
      if (this.#isOver) return;
      this.#launch(1, since);
    }
  }

  async #stopApplications(): Promise<void> {
    const stopped = this.#applications;
    this.#applications = [];
    await Promise.all(stopped.map((application) => application.stop()));
  }

  /** Starts one instance, and the next one when it is live. So an error of the module is reported once. */
  #launch(instance: number, since: number): void {
    const { module, instances, output } = this.#options;
    const application = ApplicationProcess.start({
      module,
      ...(instances === 1 ? {} : { label: `#${instance}` }),
      onKeys: (request) => this.#answer(request, instance),
      onLive: (note) => {
        void this.#announce(note, performance.now() - since);
        if (instance < instances && this.#isCurrent(application)) this.#launch(instance + 1, since);
      },
      onFailure: (error) => output.err(error.message),
    });
    this.#applications = [...this.#applications, application];
    void this.#reportEnd(application);
  }

  /** False for an instance that is being stopped, or has been stopped. */
  #isCurrent(application: ApplicationProcess): boolean {
    return !this.#isOver && this.#restarting === undefined && this.#applications.includes(application);
  }

  /** Reports when an application ends that nobody has stopped. */
  async #reportEnd(application: ApplicationProcess): Promise<void> {
    const code = await application.ended;
    if (!this.#isCurrent(application)) return;
    this.#applications = this.#applications.filter((other) => other !== application);
    this.#say(`ended with code ${code}; waiting for a change`);
  }

  async #answer({ extensions }: KeyRequest, instance: number): Promise<KeyReply> {
    const { keys, platform } = this.#options;
    const tokens: Record<string, string> = {};
    for (const { prefix, name } of extensions) tokens[prefix] = await keys.extension(prefix, name, instance);
    return { kind: 'keys', tokens, address: platform.address };
  }

  async #announce({ extensions }: LiveNote, tookMs: number): Promise<void> {
    const { keys, platform } = this.#options;
    const access = { token: await keys.developer(), address: platform.address };
    const names = extensions.map(({ prefix, instanceId }) => `${prefix} (instance ${instanceId})`).join(', ');
    this.#say(`live: ${names}, after ${(tookMs / 1_000).toFixed(1)} s`);
    const lines = extensions.flatMap((extension) => tryLine(extension, access) ?? []);
    const shown = lines.map((line) => `\n  ${line}`).join('');
    if (shown !== '' && shown !== this.#shown) {
      this.#say(`try it:${shown}`);
      this.#say(`or, for shorter lines in another terminal:\n  ${exportLine(access)}`);
    }
    this.#shown = shown;
  }

  #say(text: string): void {
    this.#options.output.out(`[dev] ${text}`);
  }
}
