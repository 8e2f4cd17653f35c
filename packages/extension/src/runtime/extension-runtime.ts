import { jetstream } from '@nats-io/jetstream';
import { nuid } from '@nats-io/nats-core';
import { STATUS_BUCKET, STATUS_TTL_MS, type Manifest, type StatusEntry } from '@symphony-ts/contract';
import { connectSymphony, type SymphonyConnection } from '@symphony-ts/client';
import type { KeyValueBucket } from '@symphony-ts/storage';
import type { ExtensionContainer } from '../container/extension-container.js';
import type { ExtensionContext } from '../context/extension-context.js';
import { injectableLogger } from '../context/logger.js';
import type { ExtensionModel, ProviderModel } from '../model/extension-model.js';
import { Membership } from '../partitioner/membership.js';
import { natsPeers } from '../partitioner/peer-link.js';
import { bringUp, tracedClient, type Ground, type Status } from './bring-up.js';
import { natsBuckets } from './buckets.js';
import { Heartbeat } from './heartbeat.js';
import { observe, type Observed } from './observe.js';
import { keepRegistered } from './reconnect.js';
import { platformRegistrar, standaloneRegistrar } from './registration.js';
import type { RuntimeSettings } from './settings.js';
import { Shutdown } from './shutdown.js';

export interface ExtensionRuntimeOptions {
  readonly model: ExtensionModel;
  readonly providers: readonly ProviderModel[];
  readonly settings: RuntimeSettings;
  /** Gives up the start. */
  readonly signal?: AbortSignal | undefined;
}

/** One live extension. */
export interface RunningExtension {
  readonly prefix: string;
  readonly instanceId: string;
  readonly connection: SymphonyConnection;
  readonly context: ExtensionContext;
  /** What is registered at this moment. */
  readonly manifest: Manifest;
  /** The instance of the extension's class or of one of its parts. */
  readonly container: ExtensionContainer;
  /** Drains and stops; see `Application.stop`. */
  stop(reason: string): Promise<void>;
}

/**
 * Connects one extension and brings it up.
 * What fails on the way takes down again whatever is already up.
 */
export async function startExtension(options: ExtensionRuntimeOptions): Promise<RunningExtension> {
  const { settings, model } = options;
  const observed = observe(settings.observability ?? model.observability, injectableLogger(settings.logger));
  const { logger } = observed;
  const shutdown = new Shutdown(logger);
  try {
    return await connectAndBringUp(options, observed, shutdown);
  } catch (thrown) {
    await shutdown.run();
    throw thrown;
  }
}

async function connectAndBringUp(
  { model, providers, settings, signal }: ExtensionRuntimeOptions,
  { logger, telemetry }: Observed,
  shutdown: Shutdown,
): Promise<RunningExtension> {
  const { prefix, name, version } = model;
  const { logger: _own, observability: _observed, drainTimeoutMs, heartbeatMs, livenessMs, ...connect } = settings;
  const own = { prefix, capabilities: model.capabilities, logger, ...(signal ? { signal } : {}) };
  const connection = await connectSymphony({ ...connect, ...own });
  shutdown.connected(() => connection.isConnected);
  shutdown.add('closing the connection', () => connection.drain());
  const { nc } = connection;
  const { instanceId } = connection.identity;
  const isStandalone = connection.mode === 'standalone';
  const client = tracedClient(connection);
  const buckets = natsBuckets(nc);
  const openStatus = async (): Promise<Status> => {
    // The platform and this package alone write status entries, and both write them as the contract says.
    const bucket = (await buckets.open(STATUS_BUCKET)) as KeyValueBucket<StatusEntry>;
    const interval = heartbeatMs === undefined ? {} : { intervalMs: heartbeatMs };
    const heartbeat = new Heartbeat({ prefix, instanceId, name, version, bucket, logger, ...interval });
    const link = natsPeers({ prefix, connection, client });
    const shared = { instanceId, prefix, bucket, link, logger };
    const membership = new Membership({ ...shared, own: heartbeat, ttlMs: livenessMs ?? STATUS_TTL_MS });
    return { instances: membership, heartbeat, membership };
  };
  const ground: Ground = {
    nc,
    client,
    transport: { connection: nc, jetstream: jetstream(nc) },
    instanceId,
    isStandalone,
    buckets,
    registrar: isStandalone ? standaloneRegistrar(nc) : platformRegistrar(client),
    openStatus,
    newId: () => nuid.next(),
  };
  const up = await bringUp({ model, providers, ground, logger, shutdown, drainTimeoutMs, telemetry, signal });
  const { context, container, manifest, service, heartbeat } = up;
  shutdown.add('following reconnects', keepRegistered({ connection, manifest, heartbeat, service, logger }));

  logger.info(`${name} ${version} is live`, { prefix, instance_id: instanceId });
  return {
    prefix,
    instanceId,
    connection,
    context,
    container,
    get manifest() {
      return manifest.current;
    },
    stop: (reason) => up.stop(reason),
  };
}
