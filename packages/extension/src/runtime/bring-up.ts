import type { NatsConnection } from '@nats-io/nats-core';
import { silentLogger, type PeerMessage } from '@symphony-ts/contract';
import type { SpanRecorder, Telemetry } from '@symphony-ts/observability';
import { SymphonyClient, createCaller, type SymphonyConnection } from '@symphony-ts/client';
import { memberName, type BinderDeps } from '../binders/binding.js';
import { guardReplies } from '../binders/reply-guard.js';
import type { ServiceBinding } from '../binders/service-binder.js';
import { createContainer, type ExtensionContainer } from '../container/extension-container.js';
import { ExtensionContext } from '../context/extension-context.js';
import { Logger } from '../context/logger.js';
import { spanningCaller } from '../invoke/client-spans.js';
import { Dispatcher } from '../invoke/dispatcher.js';
import { InFlight } from '../invoke/in-flight.js';
import { currentTrace } from '../invoke/trace.js';
import { buildManifest } from '../manifest/build-manifest.js';
import { readResources } from '../manifest/resource-contents.js';
import type { ExtensionModel, ProviderModel } from '../model/extension-model.js';
import type { Membership } from '../partitioner/membership.js';
import { WorkPartitioner, type InstanceSource, type RebalanceListener } from '../partitioner/work-partitioner.js';
import { bindExtension } from './bind-extension.js';
import type { Buckets } from './buckets.js';
import { makeMissingBuckets, openDeclaredBuckets } from './declared-buckets.js';
import { finishAccepted, runStopHooks } from './drain.js';
import type { Heartbeat } from './heartbeat.js';
import { LiveManifest } from './live-manifest.js';
import { instrumentsOf, tellMissed, withTelemetryEndpoints } from './observe.js';
import { orAborted } from './or-aborted.js';
import type { Registrar } from './registration.js';
import { RunningContext, type Transport } from './running-context.js';
import type { Shutdown } from './shutdown.js';

/** What an extension stands on: NATS and a platform in production, a bus and memory in tests without a server. */
export interface Ground {
  readonly nc: NatsConnection;
  readonly client: SymphonyClient;
  /** NATS as authors see it. */
  readonly transport: Transport;
  readonly instanceId: string;
  readonly isStandalone: boolean;
  readonly buckets: Buckets;
  readonly registrar: Registrar;
  /** Asked once the extension is registered: the platform makes the bucket of statuses. */
  readonly openStatus: () => Promise<Status>;
  /** Names errors, in the log and to callers. */
  readonly newId: () => string;
}

/** Who is live. */
export interface Status {
  readonly instances: InstanceSource;
  /** Says that this one is; absent where nobody looks. */
  readonly heartbeat?: Pick<Heartbeat, 'start' | 'beat' | 'pause' | 'stop'>;
  /** This instance among the others; absent where there are none. */
  readonly membership?: Pick<Membership, 'live' | 'leave' | 'answer'>;
}

export interface BringUpOptions {
  readonly model: ExtensionModel;
  readonly providers: readonly ProviderModel[];
  readonly ground: Ground;
  readonly logger: Logger;
  /** Learns the way back. */
  readonly shutdown: Shutdown;
  readonly drainTimeoutMs: number;
  /** Gives up the start, `@OnStart` included. */
  readonly signal?: AbortSignal | undefined;
  /** Records what handlers do; absent where nothing is recorded. */
  readonly telemetry?: Telemetry | undefined;
}

/** An extension that answers. */
export interface BroughtUp {
  readonly context: ExtensionContext;
  readonly container: ExtensionContainer;
  readonly manifest: LiveManifest;
  readonly service: ServiceBinding;
  readonly heartbeat: Status['heartbeat'];
  readonly inFlight: InFlight;
  /** Goes the way back. Whoever asks first says why. */
  stop(reason: string): Promise<void>;
}

/** What a server takes in one message unless it is told otherwise. */
const MAX_PAYLOAD = 1_048_576;

/** A client on `connection` that continues the trace of the handler it is used in, by spans of its own where it is given `spans`. */
export function tracedClient(connection: SymphonyConnection, spans?: SpanRecorder): SymphonyClient {
  const caller = createCaller(connection.nc, { headers: currentTrace });
  return new SymphonyClient(connection, spans ? spanningCaller(caller, spans) : caller);
}

/** Registers an extension, opens its buckets, constructs it, runs `@OnStart`, binds its handlers, and beats. */
export async function bringUp(options: BringUpOptions): Promise<BroughtUp> {
  const { providers, ground, logger, shutdown, drainTimeoutMs, telemetry } = options;
  const { buckets, instanceId, transport, isStandalone } = ground;
  const client = telemetry ? tracedClient(ground.client.connection, telemetry.spans) : ground.client;
  const maxBytes = (): number => ground.nc.info?.max_payload ?? MAX_PAYLOAD;
  const model = telemetry ? withTelemetryEndpoints(options.model, telemetry, { instanceId, maxBytes }) : options.model;
  const { prefix, hooks } = model;
  if (telemetry) shutdown.add('telling what telemetry is lost', () => tellMissed(telemetry, logger));

  // Buckets must exist before the class that uses them is made, so computed resources are registered a little later.
  const contents = await readResources(model, { logger });
  const manifest = new LiveManifest(buildManifest(model, contents), ground.registrar);
  const isReplacing = (await ground.registrar.isRegistered?.(prefix)) ?? false;
  if (isReplacing) {
    manifest.hold();
    await makeMissingBuckets(buckets, model);
  } else await manifest.register();

  const { instances, heartbeat, membership } = await ground.openStatus();
  const partitioner = new WorkPartitioner({ instanceId, logger, source: instances });
  shutdown.add('stopping the partitioner', () => partitioner.stop());

  const stopped = new AbortController();
  const { signal } = stopped;
  // A start that fails ends what it began; a stop has done so before.
  shutdown.add('ending what the start began', () => stopped.abort(new Error(`${prefix} did not start`)));
  const own = { prefix, instanceId, transport, buckets, client, logger, signal, partitioner, manifest, isStandalone };
  const context = new RunningContext({ ...own, ...instrumentsOf(telemetry) });
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
  const dispatcher = new Dispatcher();
  const nc = guardReplies(ground.nc, logger);
  const resolve: BinderDeps['resolve'] = (handler) => container.resolve(handler);
  const deps: BinderDeps = {
    nc,
    instanceId,
    client,
    logger,
    inFlight,
    dispatcher,
    newId: ground.newId,
    resolve,
    telemetry,
  };
  for (const type of model.target ? [model.target, ...model.parts] : model.parts) container.get(type);
  for (const hook of hooks.rebalance) partitioner.onRebalance(resolve(hook) as RebalanceListener);
  for (const hook of hooks.start) await orAborted(resolve(hook)(), options.signal, `@OnStart ${memberName(hook)}`);
  if (model.resources.some((resource) => resource.content.kind === 'computed')) {
    const all = await readResources(model, { logger: silentLogger, resolve });
    await manifest.update(() => buildManifest(model, all));
  }

  let reason = 'stopped';
  if (heartbeat) shutdown.addRemote('writing the final status', () => heartbeat.stop(reason));
  const stopHooks = (): Promise<void> => runStopHooks({ hooks: hooks.stop, container, logger, reason });
  shutdown.add('running @OnStop', stopHooks, drainTimeoutMs);
  shutdown.add('ending background work', () => stopped.abort(new Error(`${prefix} stops: ${reason}`)));
  shutdown.addRemote('sending the last replies', () => ground.nc.flush());
  shutdown.add(
    'finishing accepted requests',
    () => finishAccepted(inFlight, drainTimeoutMs, logger),
    drainTimeoutMs + 1000,
  );

  const answerPeer = membership && ((message: PeerMessage) => membership.answer(message));
  const services = await bindExtension({ model, deps: { ...deps, answerPeer }, manifest: manifest.current, shutdown });
  shutdown.add('letting go of shared work', () => {
    heartbeat?.pause();
    return membership?.leave();
  });
  context.bound(services);
  await ground.nc.flush();
  // The version that runs is replaced only now, when nothing of this one can fail any more.
  if (isReplacing) await manifest.register();
  await heartbeat?.start();
  membership?.live();

  let stopping: Promise<void> | undefined;
  return {
    context,
    container,
    manifest,
    service: services.service,
    heartbeat,
    inFlight,
    stop(why) {
      reason = stopping ? reason : why;
      return (stopping ??= shutdown.run());
    },
  };
}
