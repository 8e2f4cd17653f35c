import { jetstream } from '@nats-io/jetstream';
import { nuid } from '@nats-io/nats-core';
import { STATUS_BUCKET, silentLogger, type Manifest, type StatusEntry } from '@symphony-ts/contract';
import { SymphonyClient, connectSymphony, createCaller, type SymphonyConnection } from '@symphony-ts/client';
import type { KeyValueBucket } from '@symphony-ts/storage';
import type { BinderDeps } from '../binders/binding.js';
import { guardReplies } from '../binders/reply-guard.js';
import { createContainer, type ExtensionContainer } from '../container/extension-container.js';
import { ExtensionContext } from '../context/extension-context.js';
import { Logger, injectableLogger } from '../context/logger.js';
import { InFlight } from '../invoke/in-flight.js';
import { currentTrace } from '../invoke/trace.js';
import { buildManifest } from '../manifest/build-manifest.js';
import { readResources } from '../manifest/resource-contents.js';
import type { ExtensionModel, ProviderModel } from '../model/extension-model.js';
import { statusInstances } from '../partitioner/status-instances.js';
import { WorkPartitioner, type RebalanceListener } from '../partitioner/work-partitioner.js';
import { bindExtension } from './bind-extension.js';
import { natsBuckets } from './buckets.js';
import { openDeclaredBuckets } from './declared-buckets.js';
import { finishAccepted, runStopHooks } from './drain.js';
import { Heartbeat } from './heartbeat.js';
import { LiveManifest } from './live-manifest.js';
import { keepRegistered } from './reconnect.js';
import { platformRegistrar, standaloneRegistrar } from './registration.js';
import { RunningContext } from './running-context.js';
import type { RuntimeSettings } from './settings.js';
import { Shutdown } from './shutdown.js';

export interface ExtensionRuntimeOptions {
  readonly model: ExtensionModel;
  readonly providers: readonly ProviderModel[];
  readonly settings: RuntimeSettings;
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
 * Brings one extension up: connect, register, open its buckets, construct it, run `@OnStart`, bind its handlers, beat.
 * What fails on the way takes down again whatever is already up.
 */
export async function startExtension(options: ExtensionRuntimeOptions): Promise<RunningExtension> {
  const logger = injectableLogger(options.settings.logger);
  const shutdown = new Shutdown(logger);
  try {
    return await bringUp(options, logger, shutdown);
  } catch (thrown) {
    await shutdown.run();
    throw thrown;
  }
}

async function bringUp(
  { model, providers, settings }: ExtensionRuntimeOptions,
  logger: Logger,
  shutdown: Shutdown,
): Promise<RunningExtension> {
  const { prefix, hooks } = model;
  const { logger: _own, drainTimeoutMs, heartbeatMs, livenessMs, ...connect } = settings;
  const connection = await connectSymphony({ ...connect, prefix, capabilities: model.capabilities, logger });
  shutdown.add('closing the connection', () => connection.drain());
  const { nc } = connection;
  const { instanceId } = connection.identity;
  const isStandalone = connection.mode === 'standalone';
  const client = new SymphonyClient(connection, createCaller(nc, { headers: currentTrace }));
  const buckets = natsBuckets(nc);

  // Buckets must exist before the class that uses them is made, so computed resources are registered a little later.
  const contents = await readResources(model, { logger });
  const registrar = isStandalone ? standaloneRegistrar(nc) : platformRegistrar(client);
  const manifest = new LiveManifest(buildManifest(model, contents), registrar);
  await manifest.register();

  // The platform and this package alone write status entries, and both write them as the contract says.
  const status = (await buckets.open(STATUS_BUCKET)) as KeyValueBucket<StatusEntry>;
  const liveness = livenessMs === undefined ? {} : { ttlMs: livenessMs };
  const source = statusInstances({ bucket: status, prefix, ...liveness });
  const partitioner = new WorkPartitioner({ instanceId, logger, source });
  shutdown.add('stopping the partitioner', () => partitioner.stop());

  const stopped = new AbortController();
  const transport = { connection: nc, jetstream: jetstream(nc) };
  const { signal } = stopped;
  const context = new RunningContext({
    prefix,
    instanceId,
    transport,
    buckets,
    client,
    logger,
    signal,
    partitioner,
    manifest,
    isStandalone,
  });
  const container = createContainer({
    model,
    providers,
    bucketOf: await openDeclaredBuckets(buckets, model),
    offered: [
      [ExtensionContext, context],
      [Logger, logger],
      [WorkPartitioner, partitioner],
      [SymphonyClient, client],
    ],
  });
  shutdown.add('disposing of providers', () => container.dispose());

  const inFlight = new InFlight();
  const deps: BinderDeps = {
    nc: guardReplies(nc, logger),
    instanceId,
    client,
    logger,
    inFlight,
    newId: () => nuid.next(),
    resolve: (handler) => container.resolve(handler),
  };
  for (const type of model.target ? [model.target, ...model.parts] : model.parts) container.get(type);
  for (const hook of hooks.rebalance) partitioner.onRebalance(container.resolve(hook) as RebalanceListener);
  for (const hook of hooks.start) await container.resolve(hook)();
  if (model.resources.some((resource) => resource.content.kind === 'computed')) {
    const all = await readResources(model, { logger: silentLogger, resolve: deps.resolve });
    await manifest.update(() => buildManifest(model, all));
  }

  const { name, version } = model;
  const interval = heartbeatMs === undefined ? {} : { intervalMs: heartbeatMs };
  const heartbeat = new Heartbeat({ prefix, instanceId, name, version, bucket: status, logger, ...interval });
  let reason = 'stopped';
  shutdown.add('writing the final status', () => heartbeat.stop(reason));
  const stopHooks = (): Promise<void> => runStopHooks({ hooks: hooks.stop, container, logger, reason });
  shutdown.add('running @OnStop', stopHooks, drainTimeoutMs);
  shutdown.add('ending background work', () => stopped.abort(new Error(`${prefix} stops: ${reason}`)));
  shutdown.add('sending the last replies', () => nc.flush());
  shutdown.add(
    'finishing accepted requests',
    () => finishAccepted(inFlight, drainTimeoutMs, logger),
    drainTimeoutMs + 1000,
  );

  const services = await bindExtension({ model, deps, manifest: manifest.current, shutdown });
  context.bound(services);
  await nc.flush();
  await heartbeat.start();
  const { service } = services;
  shutdown.add('following reconnects', keepRegistered({ connection, manifest, heartbeat, service, logger }));

  logger.info(`${name} ${version} is live`, { prefix, instance_id: instanceId });
  let stopping: Promise<void> | undefined;
  return {
    prefix,
    instanceId,
    connection,
    context,
    container,
    get manifest() {
      return manifest.current;
    },
    stop(why) {
      reason = stopping ? reason : why;
      return (stopping ??= shutdown.run());
    },
  };
}
