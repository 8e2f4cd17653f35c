import { SymphonyError, silentLogger, type Logger as LoggerShape, type Manifest } from '@symphony-ts/contract';
import { SymphonyClient, createCaller, type CallerOptions, type SymphonyConnection } from '@symphony-ts/client';
import { ExtensionContext, Logger, WorkPartitioner, type RebalanceListener } from '@symphony-ts/extension';
import {
  InFlight,
  LiveManifest,
  RunningContext,
  Shutdown,
  bindExtension,
  buildManifest,
  createContainer,
  currentTrace,
  finishAccepted,
  injectableLogger,
  openDeclaredBuckets,
  readResources,
  runStopHooks,
  settleProviders,
  type ApplicationModel,
  type BinderDeps,
  type ExtensionContainer,
  type ExtensionModel,
  type Transport,
} from '@symphony-ts/extension/internal';
import type { NatsConnection } from '@nats-io/nats-core';
import type { MemoryBus, Published } from '../bus/memory-bus.js';
import { createMemoryConnection } from '../bus/memory-connection.js';
import { ControlledInstances } from './controlled-instances.js';
import { TestBuckets } from './test-buckets.js';

export interface AssembleOptions {
  readonly application: ApplicationModel;
  readonly model: ExtensionModel;
  readonly bus: MemoryBus;
  readonly instanceId: string;
  readonly logger?: LoggerShape | undefined;
  /** Sees what the extension publishes and requests; throws to refuse it. */
  readonly onPublish: (message: Published) => void;
}

/** An extension bound to a bus, with the runtime's own parts. */
export interface AssembledExtension {
  readonly container: ExtensionContainer;
  readonly context: ExtensionContext;
  /** What is registered at this moment. */
  readonly manifest: Manifest;
  readonly buckets: TestBuckets;
  readonly instances: ControlledInstances;
  readonly inFlight: InFlight;
  /** Every manifest it registered, in order. */
  readonly registered: readonly Manifest[];
  readonly instanceId: string;
  /** A connection as others have it, outside the permissions of the extension. */
  readonly outside: NatsConnection;
  /** A client over that connection. */
  readonly client: SymphonyClient;
  stop(reason: string): Promise<void>;
}

/** Long enough for any handler of a unit test. */
const DRAIN_TIMEOUT_MS = 1_000;

const noServer = (what: string): never => {
  throw new SymphonyError('UNSUPPORTED', {
    what: `ExtensionContext.${what}`,
    where: 'in tests without a server; use TestPlatform',
  });
};
const transport: Transport = {
  get connection() {
    return noServer('connection');
  },
  get jetstream() {
    return noServer('jetstream');
  },
};

/** Does what the runtime does, with a bus for NATS and memory for JetStream. */
export async function assembleExtension(options: AssembleOptions): Promise<AssembledExtension> {
  const { application, model, bus, instanceId, onPublish } = options;
  const { prefix, hooks } = model;
  const logger = injectableLogger(options.logger ?? silentLogger);
  const shutdown = new Shutdown(logger);
  const nc = createMemoryConnection({ bus, onPublish });
  shutdown.add('closing the connection', () => nc.close());
  const client = clientOn(nc, { headers: currentTrace });
  const buckets = new TestBuckets(model.buckets);
  const instances = new ControlledInstances();
  const partitioner = new WorkPartitioner({ instanceId, source: instances, logger });
  shutdown.add('stopping the partitioner', () => partitioner.stop());

  const registered: Manifest[] = [];
  const contents = await readResources(model, { logger });
  const register = (manifest: Manifest) => {
    registered.push(manifest);
    return Promise.resolve({ registered: new Date().toISOString(), buckets: [] });
  };
  const manifest = new LiveManifest(buildManifest(model, contents), { register });
  await manifest.register();

  const stopped = new AbortController();
  const { signal } = stopped;
  const parts = {
    prefix,
    instanceId,
    transport,
    buckets,
    client,
    logger,
    signal,
    partitioner,
    manifest,
    isStandalone: false,
  };
  const context = new RunningContext(parts);
  const container = createContainer({
    model,
    providers: await settleProviders(application.providers),
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
  let made = 0;
  const newId = (): string => `error-${(made += 1)}`;
  const deps: BinderDeps = {
    nc,
    instanceId,
    client,
    logger,
    inFlight,
    newId,
    resolve: (handler) => container.resolve(handler),
  };
  for (const type of model.target ? [model.target, ...model.parts] : model.parts) container.get(type);
  for (const hook of hooks.rebalance) partitioner.onRebalance(container.resolve(hook) as RebalanceListener);
  for (const hook of hooks.start) await container.resolve(hook)();
  if (model.resources.some((resource) => resource.content.kind === 'computed')) {
    const all = await readResources(model, { logger, resolve: deps.resolve });
    await manifest.update(() => buildManifest(model, all));
  }
  let reason = 'stopped';
  shutdown.add('running @OnStop', () => runStopHooks({ hooks: hooks.stop, container, logger, reason }));
  shutdown.add('ending background work', () => stopped.abort());
  shutdown.add('finishing accepted requests', () => finishAccepted(inFlight, DRAIN_TIMEOUT_MS, logger));
  context.bound(await bindExtension({ model, deps, manifest: manifest.current, shutdown }));

  const outside = createMemoryConnection({ bus });
  return {
    container,
    context,
    get manifest() {
      return manifest.current;
    },
    buckets,
    instances,
    inFlight,
    registered,
    instanceId,
    outside,
    client: clientOn(outside),
    stop: async (why) => {
      reason = why;
      await shutdown.run();
      await outside.close();
    },
  };
}

function clientOn(nc: NatsConnection, options: CallerOptions = {}): SymphonyClient {
  // A client uses its connection for nothing but the calls, and those go through the caller given beside it.
  const connection = { nc } as SymphonyConnection;
  return new SymphonyClient(connection, createCaller(nc, options));
}
