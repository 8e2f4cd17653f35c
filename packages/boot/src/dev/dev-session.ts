import type { Platform } from '@symphony-ts/platform';
import type { Output } from '../output.js';
import { ApplicationProcess } from './application-process.js';
import type { DevKeys } from './dev-keys.js';
import type { KeyReply, KeyRequest, LiveNote } from './messages.js';
import { watchSources } from './source-watch.js';
import { exportLine, tryLine } from './try-line.js';

export interface DevSessionOptions {
  readonly module: string;
  readonly platform: Platform;
  readonly keys: DevKeys;
  /** A folder whose changes mean nothing. */
  readonly ignored: string;
  readonly output: Output;
}

/**
 * Runs a module against an embedded platform and starts it again whenever a source changes. A module that fails is
 * waited for: the next change starts it again.
 */
export class DevSession {
  readonly #options: DevSessionOptions;
  #unwatch: () => Promise<void> = () => Promise.resolve();
  #application: ApplicationProcess | undefined;
  #isStale = false;
  #restarting: Promise<void> | undefined;
  #isOver = false;
  #shown = '';

  constructor(options: DevSessionOptions) {
    this.#options = options;
  }

  /** Resolves once changes are seen; the module itself comes up meanwhile. */
  async start(): Promise<void> {
    const { module, ignored } = this.#options;
    this.#restart();
    this.#unwatch = await watchSources({
      module,
      ignored,
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
    await this.#application?.stop();
  }

  /** One restart after another, and one for all the changes that come while another is under way. */
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
      await this.#application?.stop();
      if (this.#isOver) return;
      this.#application = this.#launch(since);
    }
  }

  #launch(since: number): ApplicationProcess {
    const application = new ApplicationProcess({
      module: this.#options.module,
      onKeys: (request) => this.#answer(request),
      onLive: (note) => void this.#announce(note, performance.now() - since),
      onFailure: (error) => this.#options.output.err(error.message),
    });
    void this.#mourn(application);
    return application;
  }

  /** Says so when an application ends that nobody has stopped. */
  async #mourn(application: ApplicationProcess): Promise<void> {
    const code = await application.ended;
    const isStopped = this.#isOver || this.#restarting !== undefined || this.#application !== application;
    if (isStopped) return;
    this.#application = undefined;
    this.#say(`ended with code ${code}; waiting for a change`);
  }

  async #answer({ extensions }: KeyRequest): Promise<KeyReply> {
    const { keys, platform } = this.#options;
    const tokens: Record<string, string> = {};
    for (const { prefix, name } of extensions) tokens[prefix] = await keys.extension(prefix, name);
    return { kind: 'keys', tokens, address: platform.httpUrl };
  }

  async #announce({ extensions }: LiveNote, tookMs: number): Promise<void> {
    const { keys, platform } = this.#options;
    const access = { token: await keys.developer(), address: platform.httpUrl };
    const names = extensions.map(({ prefix, instanceId }) => `${prefix} (instance ${instanceId})`).join(', ');
    this.#say(`live: ${names}, after ${(tookMs / 1_000).toFixed(1)} s`);
    const lines = extensions.flatMap((one) => tryLine(one, access) ?? []);
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
