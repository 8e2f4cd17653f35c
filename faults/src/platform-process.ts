import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { type NewKey, operatorConfig, type PlatformOptions } from '@symphony-ts/platform';
import { endChild, messageOf, startChild } from './children.js';
import { freePort } from './free-port.js';

/** Long, because the scenario itself may keep the machine busy while a server starts. */
const READY_MS = 60_000;

/** A platform as a separate process, beside its NATS server. */
export class PlatformProcess implements AsyncDisposable {
  readonly server: NatsServer;
  readonly #options: PlatformOptions;
  #child: ChildProcess;
  #address = '';

  private constructor(server: NatsServer, options: PlatformOptions) {
    this.server = server;
    this.#options = options;
    this.#child = startChild('./platform-child.ts', options);
  }

  /** Starts both. Their data is below `folder`. */
  static async start(folder: string): Promise<PlatformProcess> {
    const keysDir = join(folder, 'keys');
    const { jwt, systemAccount, preload, maxControlLineBytes } = await operatorConfig(keysDir);
    const server = await startNatsServer({
      operator: { jwt, systemAccount, resolver: { type: 'full', preload } },
      limits: { maxControlLineBytes },
      monitoring: {},
      readyTimeoutMs: READY_MS,
    });
    const platform = new PlatformProcess(server, {
      keysDir,
      dataDir: join(folder, 'platform'),
      natsUrl: server.url,
      http: { port: await freePort() },
      dev: { grantDeclared: true, allowVulnerableServer: true },
    });
    await platform.#started();
    return platform;
  }

  get address(): string {
    return this.#address;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Creates a key. Resolves with its token. */
  async newKey(key: NewKey): Promise<string> {
    const made = messageOf(this.#child);
    this.#child.send(key);
    return ((await made) as { token: string }).token;
  }

  async kill(): Promise<void> {
    await endChild(this.#child, 'SIGKILL');
  }

  /** Starts the platform again, at the same address. */
  async restart(): Promise<void> {
    this.#child = startChild('./platform-child.ts', this.#options);
    await this.#started();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.kill();
    await this.server.stop();
  }

  async #started(): Promise<void> {
    this.#address = ((await messageOf(this.#child)) as { httpUrl: string }).httpUrl;
  }
}
