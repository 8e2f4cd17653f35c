import { jetstream } from '@nats-io/jetstream';
import { type NatsConnection, nuid } from '@nats-io/nats-core';
import { connectSymphony, createCaller, SymphonyClient, type SymphonyConnection } from '@symphony-ts/client';
import { proofsOf } from '@symphony-ts/client/internal';
import { type Manifest, withoutUndefined } from '@symphony-ts/contract';
import type { SpanRecorder } from '@symphony-ts/observability';
import { apiPrefixOf } from '@symphony-ts/storage/internal';
import type { ExtensionContainer } from '../container/extension-container.js';
import type { ExtensionContext } from '../context/extension-context.js';
import { injectableLogger } from '../context/logger.js';
import { spanningCaller } from '../invoke/client-spans.js';
import type { ReadCaller } from '../invoke/inbound-request.js';
import { currentTrace } from '../invoke/trace.js';
import type { ExtensionModel, ProviderModel } from '../model/extension-model.js';
import { bringUp } from './bring-up.js';
import { natsBuckets } from './buckets.js';
import type { StopLimits } from './drain.js';
import type { ExtensionHost } from './extension-host.js';
import { openStatus } from './open-status.js';
import { keepRegistered } from './reconnect.js';
import { observe, type Recording } from './recording.js';
import { platformRegistrar, standaloneRegistrar } from './registration.js';
import type { RuntimeSettings } from './settings.js';
import { StepSequence } from './step-sequence.js';

export interface ExtensionRuntimeOptions {
  readonly model: ExtensionModel;
  readonly providers: readonly ProviderModel[];
  readonly settings: RuntimeSettings;
  /** Cancels the start. */
  readonly signal?: AbortSignal | undefined;
}

/** One running extension. */
export interface RunningExtension {
  /** Prefix of the extension. */
  readonly prefix: string;
  /** Id of this instance. */
  readonly instanceId: string;
  /** The connection of the extension. */
  readonly connection: SymphonyConnection;
  /** The context that its handlers receive. */
  readonly context: ExtensionContext;
  /** The manifest that is registered at this moment. */
  readonly manifest: Manifest;
  /** Holds the instances of the extension's class and of its parts. */
  readonly container: ExtensionContainer;
  /** Stops the extension. See `Application.stop`. */
  stop(reason: string, limits?: StopLimits): Promise<void>;
}

/** Connects one extension and brings it up. If a step fails, the steps before it are undone. */
export async function startExtension(options: ExtensionRuntimeOptions): Promise<RunningExtension> {
  const { settings, model } = options;
  const recording = observe(settings.observability ?? model.observability, injectableLogger(settings.logger));
  const sequence = new StepSequence(recording.logger);
  try {
    return await connectAndBringUp(options, recording, sequence);
  } catch (error) {
    await sequence.back();
    throw error;
  }
}

async function connectAndBringUp(
  { model, providers, settings, signal }: ExtensionRuntimeOptions,
  { logger, telemetry }: Recording,
  sequence: StepSequence,
): Promise<RunningExtension> {
  const { prefix, name, version } = model;
  const {
    logger: _own,
    observability: _observed,
    drainTimeoutMs,
    heartbeatMs,
    livenessMs,
    sharedKey,
    ...connect
  } = settings;
  const own = { prefix, capabilities: model.capabilities, logger, ...withoutUndefined({ signal }) };
  const connection = await connectSymphony({ ...connect, ...own });
  sequence.connected(() => connection.isConnected);
  await sequence.forward([{ name: 'closing the connection', down: () => connection.drain() }]);
  const { nc } = connection;
  const { instanceId } = connection.identity;
  const isStandalone = connection.mode === 'standalone';
  const client = tracedClient(connection);
  const buckets = natsBuckets(nc);
  const host: ExtensionHost = {
    nc,
    openClient: (spans) => (spans ? tracedClient(connection, spans) : client),
    transport: { connection: nc, jetstream: jetstream(nc, { apiPrefix: apiPrefixOf(nc) }) },
    instanceId,
    isStandalone,
    buckets,
    registrar: isStandalone ? standaloneRegistrar(nc) : platformRegistrar(client, instanceId),
    openStatus: () => openStatus({ model, connection, client, buckets, logger, heartbeatMs, livenessMs, sharedKey }),
    readCaller: readCallerOn(nc, prefix),
    newId: () => nuid.next(),
  };
  const started = await bringUp({ model, providers, host, logger, sequence, drainTimeoutMs, telemetry, signal });
  const { context, container, manifest, service, heartbeat } = started;
  const leave = keepRegistered({ connection, manifest, heartbeat, service, logger });
  await sequence.forward([{ name: 'following reconnects', down: leave }]);

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
    stop: (reason, limits) => started.stop(reason, limits),
  };
}

/** Reads who calls the handlers of `prefix`; `undefined` without a platform. */
function readCallerOn(nc: NatsConnection, prefix: string): ReadCaller | undefined {
  const verifier = proofsOf(nc)?.verifierFor(prefix);
  return verifier && ((proof) => verifier.read(proof));
}

/** A client on `connection` that continues the trace of the handler that uses it, with spans of its own if `spans` is given. */
function tracedClient(connection: SymphonyConnection, spans?: SpanRecorder): SymphonyClient {
  const caller = createCaller(connection.nc, { headers: currentTrace });
  return new SymphonyClient(connection, spans ? spanningCaller(caller, spans) : caller);
}
