import type { FoundServer } from '../obtain/find-nats-server.mjs';
import { findNatsServer } from './find-nats-server.js';
import { firstOf, type Launched, type LaunchPlan, launch } from './launch.js';
import { LogLines } from './log-lines.js';
import type { NatsServer } from './nats-server.js';
import { isNatsServerError, NatsServerError } from './nats-server-error.js';
import { assertKnownOptions, serverOptionNames } from './option-names.js';
import { RunFolder } from './run-folder.js';
import { type FixedPorts, readRequestedPorts, resolveFolders } from './server-config.js';
import type { NatsServerOptions } from './server-options.js';
import { terminate } from './server-process.js';
import type { ServerEndpoints, ServerGreeting } from './server-ready.js';
import { StoreLock } from './store-lock.js';

const READY_TIMEOUT_MS = 15_000;
const STOP_TIMEOUT_MS = 5_000;

/**
 * Starts a nats-server. Resolves when it accepts clients and JetStream is ready. The server also ends if this process ends or
 * crashes.
 *
 * @example <!-- test/guides/entry-points.examples.ts#start-nats-server -->
 * ```ts
 * await using server = await startNatsServer();
 * const nc = await connect({ servers: server.url });
 * ```
 * @throws `NATS_SERVER_NOT_FOUND`, `NATS_SERVER_TOO_OLD` when there is no usable binary
 * @throws `PORT_IN_USE` when a port you named is taken
 * @throws `DATA_FOLDER_IN_USE` when another server of this package uses the `storeDir`
 * @throws `NATS_SERVER_FAILED` when the server refuses its configuration; the error quotes the server
 * @throws `NATS_SERVER_NOT_READY` when it is not ready within `readyTimeoutMs`
 * @throws `INVALID_CONFIG` when an option does not exist, or when the configuration language cannot express a value
 */
export async function startNatsServer(options: NatsServerOptions = {}): Promise<NatsServer> {
  assertKnownOptions('startNatsServer', options, serverOptionNames);
  const { binary, env } = options;
  const server = await findNatsServer({ ...(binary && { binary }), ...(env && { env }) });
  const storeDir = typeof options.jetstream === 'object' ? options.jetstream.storeDir : undefined;
  // A folder of its own needs no lock.
  const lock = storeDir === undefined ? undefined : await StoreLock.acquire(storeDir);
  try {
    return await start(server, options, lock);
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

async function start(
  { path, version }: FoundServer,
  options: NatsServerOptions,
  lock: StoreLock | undefined,
): Promise<NatsServer> {
  const runFolder = await RunFolder.create();
  const plan: LaunchPlan = {
    binary: path,
    version,
    options,
    runFolder,
    ports: readRequestedPorts(options),
    logs: new LogLines(undefined, options.onLog),
    readyTimeoutMs: options.readyTimeoutMs ?? READY_TIMEOUT_MS,
    signal: options.signal,
  };
  try {
    const launched = await launch(plan);
    await noteServer(lock, launched);
    return RunningServer.watch({ ...plan, signal: undefined }, launched, lock);
  } catch (error) {
    await runFolder.remove();
    throw error;
  }
}

/** Writes into the lock which server holds the folder; a server that cannot be written down does not stay. */
async function noteServer(lock: StoreLock | undefined, { process, endpoints }: Launched): Promise<void> {
  if (process.pid === undefined) return;
  try {
    await lock?.note({ pid: process.pid, url: firstOf(endpoints.nats) });
  } catch (error) {
    process.signal('SIGKILL');
    await process.exited;
    throw error;
  }
}

class RunningServer implements NatsServer {
  readonly #plan: LaunchPlan;
  readonly #endpoints: ServerEndpoints;
  readonly #greeting: ServerGreeting;
  readonly #lock: StoreLock | undefined;
  #launched: Launched | undefined;
  #stopped: Promise<void> | undefined;
  /** The end of the last `kill` or `restart`: such steps follow one another. */
  #settled: Promise<unknown> = Promise.resolve();

  private constructor(plan: LaunchPlan, launched: Launched, lock: StoreLock | undefined) {
    this.#lock = lock;
    this.#plan = { ...plan, ports: readPorts(launched.endpoints) };
    this.#endpoints = launched.endpoints;
    this.#greeting = launched.greeting;
  }

  /** A server that was launched, and is watched until it exits. */
  static watch(plan: LaunchPlan, launched: Launched, lock: StoreLock | undefined): RunningServer {
    const server = new RunningServer(plan, launched, lock);
    server.#watch(launched);
    return server;
  }

  get url(): string {
    return firstOf(this.#endpoints.nats);
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  get clientUrls(): readonly string[] {
    return this.#endpoints.nats;
  }

  get websocketUrl(): string | undefined {
    return this.#endpoints.websocket?.[0];
  }

  get monitoringUrl(): string | undefined {
    return this.#endpoints.monitoring?.[0];
  }

  get clusterUrl(): string | undefined {
    return this.#endpoints.cluster?.[0];
  }

  get name(): string {
    return this.#greeting.serverName;
  }

  get version(): string {
    return this.#greeting.version;
  }

  get pid(): number | undefined {
    return this.#launched?.process.pid;
  }

  get storeDir(): string | undefined {
    const { options, runFolder } = this.#plan;
    return options.jetstream === false ? undefined : resolveFolders(options, runFolder.path).store;
  }

  logs(): readonly string[] {
    return this.#plan.logs.all();
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#inTurn(async () => {
      try {
        await this.#end();
      } finally {
        await this.#plan.runFolder.remove();
        await this.#lock?.release();
      }
    });
    return this.#stopped;
  }

  halt(): Promise<void> {
    return this.#inTurn(() => this.#end());
  }

  kill(): Promise<void> {
    return this.#inTurn(async () => {
      const launched = this.#launched;
      launched?.process.signal('SIGKILL');
      await launched?.process.exited;
    });
  }

  async restart(): Promise<void> {
    if (this.#stopped) throw new NatsServerError('NATS_SERVER_STOPPED', 'this server was stopped');
    await this.#inTurn(async () => {
      await this.#end();
      const launched = await this.#launchAgain();
      await noteServer(this.#lock, launched);
      this.#watch(launched);
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #end(): Promise<void> {
    const launched = this.#launched;
    if (launched) await terminate(launched.process, this.#plan.options.stopTimeoutMs ?? STOP_TIMEOUT_MS);
  }

  async #launchAgain(): Promise<Launched> {
    const giveUpAt = performance.now() + this.#plan.readyTimeoutMs;
    for (;;) {
      try {
        return await launch(this.#plan);
      } catch (error) {
        // A client's outgoing connection may hold the port for a moment: it comes from the same range.
        if (!isNatsServerError(error, 'PORT_IN_USE') || performance.now() > giveUpAt) throw error;
      }
    }
  }

  #watch(launched: Launched): void {
    this.#launched = launched;
    const forget = async (): Promise<void> => {
      await launched.process.exited;
      if (this.#launched === launched) this.#launched = undefined;
    };
    void forget();
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#settled.then(step);
    this.#settled = result.catch(() => {});
    return result;
  }
}

/** The ports a restart keeps. */
function readPorts(endpoints: ServerEndpoints): FixedPorts {
  const portOf = (urls: readonly string[] | undefined): number | undefined =>
    urls?.[0] === undefined ? undefined : Number(new URL(urls[0]).port);
  return {
    client: portOf(endpoints.nats),
    websocket: portOf(endpoints.websocket),
    monitoring: portOf(endpoints.monitoring),
    cluster: portOf(endpoints.cluster),
  };
}
