import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLines } from './log-lines.js';
import { makeDirectory } from './make-directory.js';
import { NatsServerError } from './nats-server-error.js';
import type { RunFolder } from './run-folder.js';
import { buildServerConfig, type FixedPorts, resolveFolders } from './server-config.js';
import type { NatsServerOptions } from './server-options.js';
import { type ServerProcess, spawnServer } from './server-process.js';
import { readGreeting, type ServerEndpoints, type ServerGreeting, waitForEndpoints } from './server-ready.js';
import { quote, readStartupFailure } from './startup-failure.js';

/** The parts of one start of one server. */
export interface LaunchPlan {
  readonly binary: string;
  /** Version of the binary, such as `2.15.1`. */
  readonly version: string;
  readonly options: NatsServerOptions;
  readonly runFolder: RunFolder;
  readonly ports: FixedPorts;
  readonly logs: LogLines;
  readonly readyTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** A process that accepts clients. */
export interface Launched {
  readonly process: ServerProcess;
  readonly endpoints: ServerEndpoints;
  readonly greeting: ServerGreeting;
}

type Ready = Omit<Launched, 'process'>;

/**
 * Runs the server and waits until it is ready; on any failure no process is left.
 *
 * @throws `PORT_IN_USE`, `NATS_SERVER_FAILED`, `NATS_SERVER_NOT_READY`; the signal's reason when it fires
 */
export async function launch(plan: LaunchPlan): Promise<Launched> {
  plan.signal?.throwIfAborted();
  const configFile = await writeFiles(plan);
  const process = spawnServer(plan.binary, configFile, plan.logs);
  plan.runFolder.guard(process.pid);
  void process.exited.then(() => plan.runFolder.guard(undefined));
  try {
    return { process, ...(await waitUntilReady(plan, process)) };
  } catch (error) {
    process.signal('SIGKILL');
    await process.exited;
    throw error;
  }
}

async function writeFiles({ options, version, runFolder, ports }: LaunchPlan): Promise<string> {
  const folders = resolveFolders(options, runFolder.path);
  // A killed server leaves its ports file behind.
  await rm(folders.ports, { recursive: true, force: true });
  await Promise.all(Object.values(folders).map((folder: string) => makeDirectory(folder)));
  const configFile = join(runFolder.path, 'nats-server.conf');
  await writeFile(configFile, buildServerConfig(options, { version, folders, ports }), { mode: 0o600 });
  return configFile;
}

async function waitUntilReady(plan: LaunchPlan, process: ServerProcess): Promise<Ready> {
  const failed = new AbortController();
  const timeout = AbortSignal.timeout(plan.readyTimeoutMs);
  const signals = [failed.signal, timeout, ...(plan.signal ? [plan.signal] : [])];
  const exited = process.exited.then((exit) => {
    const failure = readStartupFailure(plan.binary, exit, plan.logs.all());
    failed.abort(failure);
    throw failure;
  });
  try {
    return await Promise.race([exited, checkReady(plan, process, AbortSignal.any(signals))]);
  } catch (error) {
    plan.signal?.throwIfAborted();
    if (!timeout.aborted || error instanceof NatsServerError) throw error;
    const what = `nats-server was not ready within ${plan.readyTimeoutMs} ms: ${quote(plan.logs.all())}`;
    throw new NatsServerError('NATS_SERVER_NOT_READY', what, { logs: plan.logs.all(), cause: error });
  }
}

async function checkReady(plan: LaunchPlan, process: ServerProcess, signal: AbortSignal): Promise<Ready> {
  // Without a process id there is no process, and `exited` has the reason.
  if (process.pid === undefined) return new Promise(() => {});
  const folders = resolveFolders(plan.options, plan.runFolder.path);
  const endpoints = await waitForEndpoints(folders.ports, process.pid, signal);
  const { hostname, port } = new URL(firstOf(endpoints.nats));
  // A URL has brackets around IPv6 addresses, and a socket does not accept them.
  const greeting = await readGreeting(hostname.replace(/^\[|\]$/g, ''), Number(port), signal);
  if (plan.options.jetstream === false || greeting.jetstream) return { endpoints, greeting };
  const what = 'nats-server runs without the JetStream that was asked for';
  throw new NatsServerError('NATS_SERVER_FAILED', `${what}: ${quote(plan.logs.all())}`, { logs: plan.logs.all() });
}

/** A server that is ready listens somewhere. */
export function firstOf(urls: readonly string[]): string {
  const [first] = urls;
  if (first === undefined) throw new Error('the server names no address');
  return first;
}
