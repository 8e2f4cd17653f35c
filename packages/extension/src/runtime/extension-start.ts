import { SymphonyClient } from '@symphony-ts/client';
import { silentLogger } from '@symphony-ts/contract';
import type { Telemetry } from '@symphony-ts/observability';
import { abandonedBinder } from '../binders/abandoned-binder.js';
import type { Binder, BinderDeps, Binding, BoundServices, ServiceBinding } from '../binders/binding.js';
import { commandBinder } from '../binders/command-binder.js';
import { enforcementBinder } from '../binders/enforcement-binder.js';
import { instanceBinder } from '../binders/instance-binder.js';
import { guardReplies } from '../binders/reply-guard.js';
import { serviceBinder } from '../binders/service-binder.js';
import { subscriptionBinder } from '../binders/subscription-binder.js';
import { createContainer, type ExtensionContainer } from '../container/extension-container.js';
import { ExtensionContext } from '../context/extension-context.js';
import { Logger } from '../context/logger.js';
import { Dispatcher } from '../invoke/dispatcher.js';
import { PendingRequests } from '../invoke/pending-requests.js';
import { buildManifest } from '../manifest/build-manifest.js';
import { readResources } from '../manifest/resource-contents.js';
import type { Class, ExtensionModel, ProviderModel } from '../model/extension-model.js';
import { memberName } from '../model/extension-model.js';
import { type RebalanceListener, WorkPartitioner } from '../partitioner/work-partitioner.js';
import { openDeclaredBuckets } from './declared-buckets.js';
import { finishAccepted, runStopHooks, type StopLimits } from './drain.js';
import type { ExtensionHost, Status } from './extension-host.js';
import { flushThrough } from './flush-through.js';
import { Later } from './later.js';
import { LiveManifest } from './live-manifest.js';
import { orAborted } from './or-aborted.js';
import { instrumentsOf, tellMissed, withTelemetryEndpoints } from './recording.js';
import { RunningContext } from './running-context.js';
import { startFailure } from './start-failure.js';
import type { Step, StepSequence } from './step-sequence.js';
import { waitForAuthor } from './wait-for-author.js';

export interface BringUpOptions {
  readonly model: ExtensionModel;
  readonly providers: readonly ProviderModel[];
  readonly host: ExtensionHost;
  readonly logger: Logger;
  /** Runs the steps of the start, and undoes them at the stop. */
  readonly sequence: StepSequence;
  readonly drainTimeoutMs: number;
  /** Cancels the start, `@OnStart` included. */
  readonly signal?: AbortSignal | undefined;
  /** Records what handlers do; omitted when nothing is recorded. */
  readonly telemetry?: Telemetry | undefined;
}

/** An extension that answers. */
export interface StartedExtension {
  readonly context: ExtensionContext;
  readonly container: ExtensionContainer;
  readonly manifest: LiveManifest;
  readonly service: ServiceBinding;
  readonly heartbeat: Status['heartbeat'];
  readonly pendingRequests: PendingRequests;
  /** Undoes the start. The reason of the first call counts. */
  stop(reason: string, limits?: StopLimits): Promise<void>;
}

/** A server's default limit for one message. */
const MAX_PAYLOAD = 1_048_576;
/** Time for the parts of the drain other than waiting for handlers. */
const DRAIN_MARGIN_MS = 1_000;

/** All binders. The endpoints come last, so that everything they use exists before they answer. */
const BINDERS: readonly Binder[] = [
  subscriptionBinder,
  commandBinder,
  abandonedBinder,
  enforcementBinder,
  instanceBinder,
  serviceBinder,
];

/** The steps that bring one extension up and down again, and what they create. */
export class ExtensionStart {
  readonly #options: BringUpOptions;
  readonly #model: ExtensionModel;
  readonly #client: SymphonyClient;
  readonly #stopped = new AbortController();
  readonly #pendingRequests = new PendingRequests();
  readonly #bound: BoundServices = {};
  readonly #manifest = new Later<LiveManifest>('manifest');
  readonly #status = new Later<Status>('status');
  readonly #partitioner = new Later<WorkPartitioner>('partitioner');
  readonly #context = new Later<RunningContext>('context');
  readonly #container = new Later<ExtensionContainer>('container');
  #isUp = false;
  #reason = 'stopped';
  #limits: StopLimits;

  constructor(options: BringUpOptions) {
    const { host, telemetry, model } = options;
    const maxBytes = (): number => host.nc.info?.max_payload ?? MAX_PAYLOAD;
    const source = { instanceId: host.instanceId, maxBytes };
    this.#options = options;
    this.#limits = { handlersMs: options.drainTimeoutMs, hooksMs: options.drainTimeoutMs };
    this.#client = host.openClient(telemetry?.spans);
    this.#model = telemetry ? withTelemetryEndpoints(model, telemetry, source) : model;
  }

  /** Sets why the extension stops, for its hooks and its last status, and how long the stop may take. */
  stopsBecause(reason: string, limits: StopLimits = this.#limits): void {
    this.#reason = reason;
    this.#limits = limits;
  }

  /** What the steps have created. Throws if some of them have not run yet. */
  parts(): Omit<StartedExtension, 'stop'> {
    const { service } = this.#bound;
    if (!service) throw new Error('the endpoints are not bound yet');
    return {
      context: this.#context.value,
      container: this.#container.value,
      manifest: this.#manifest.value,
      service,
      heartbeat: this.#status.value.heartbeat,
      pendingRequests: this.#pendingRequests,
    };
  }

  steps(): readonly Step[] {
    const { host, logger } = this.#options;
    return [
      { name: 'telling what telemetry is lost', down: () => this.#tellMissed() },
      {
        name: 'taking the start back',
        up: () => this.#announce(),
        down: () => (this.#isUp ? undefined : this.#manifest.value.withdraw()),
        needsServer: true,
      },
      {
        name: 'stopping the partitioner',
        up: () => this.#openStatus(),
        down: () => this.#partitioner.value.stop(),
      },
      // A start that fails ends what it began. A stop has already done so.
      { name: 'ending what the start began', down: () => this.#abort('did not start') },
      {
        name: 'disposing of providers',
        up: () => this.#createContainer(),
        down: () => this.#container.value.dispose(),
      },
      { name: 'constructing', up: () => this.#construct() },
      { name: 'running @OnStart', up: () => this.#runStartHooks() },
      { name: 'reading computed resources', up: () => this.#readComputed() },
      {
        name: 'writing the final status',
        down: () => this.#status.value.heartbeat?.stop(this.#reason),
        needsServer: true,
      },
      { name: 'running @OnStop', down: () => this.#runStopHooks(), limitMs: () => this.#limits.hooksMs },
      { name: 'ending background work', down: () => this.#abort(`stops: ${this.#reason}`) },
      { name: 'sending the last replies', down: () => host.nc.flush(), needsServer: true },
      {
        name: 'finishing accepted requests',
        down: () => finishAccepted(this.#pendingRequests, this.#limits.handlersMs, logger),
        limitMs: () => this.#limits.handlersMs + DRAIN_MARGIN_MS,
      },
      ...this.#bindings(),
      { name: 'letting go of shared work', up: () => this.#answer(), down: () => this.#letGo() },
      { name: 'registering', up: () => this.#register() },
    ];
  }

  #tellMissed(): void {
    const { telemetry, logger } = this.#options;
    if (telemetry) tellMissed(telemetry, logger);
  }

  /** Comes before the constructors: they may use the buckets, and call other extensions. */
  async #announce(): Promise<void> {
    const { host, logger } = this.#options;
    const contents = await readResources(this.#model, { logger });
    const manifest = new LiveManifest(buildManifest(this.#model, contents), host.registrar);
    await manifest.begin();
    this.#manifest.value = manifest;
  }

  async #openStatus(): Promise<void> {
    const { host, logger } = this.#options;
    const status = await host.openStatus();
    this.#status.value = status;
    this.#partitioner.value = new WorkPartitioner({
      instanceId: host.instanceId,
      logger,
      source: status.instances,
    });
  }

  async #createContainer(): Promise<void> {
    const { host, logger, providers, telemetry } = this.#options;
    const { instanceId, transport, buckets, isStandalone } = host;
    const partitioner = this.#partitioner.value;
    const client = this.#client;
    const { prefix } = this.#model;
    const context = new RunningContext({
      prefix,
      instanceId,
      transport,
      buckets,
      client,
      logger,
      partitioner,
      isStandalone,
      signal: this.#stopped.signal,
      manifest: this.#manifest.value,
      ...instrumentsOf(telemetry),
    });
    this.#context.value = context;
    this.#container.value = createContainer({
      model: this.#model,
      providers,
      bucketOf: await openDeclaredBuckets(buckets, this.#model),
      offered: [
        [ExtensionContext, context],
        [Logger, logger],
        [WorkPartitioner, partitioner],
        [SymphonyClient, client],
      ],
    });
  }

  #construct(): void {
    const { target, parts, hooks } = this.#model;
    for (const type of target ? [target, ...parts] : parts) this.#make(type);
    for (const hook of hooks.rebalance) {
      this.#partitioner.value.onRebalance(this.#resolve(hook) as RebalanceListener);
    }
  }

  #make(type: Class): void {
    try {
      this.#container.value.get(type);
    } catch (error) {
      throw startFailure(error, `the constructor of ${type.name}`);
    }
  }

  async #runStartHooks(): Promise<void> {
    for (const hook of this.#model.hooks.start) {
      const what = `@OnStart ${memberName(hook)}`;
      try {
        await waitForAuthor(this.#resolve(hook)(), what, this.#options);
      } catch (error) {
        throw startFailure(error, what);
      }
    }
  }

  async #readComputed(): Promise<void> {
    const model = this.#model;
    if (!model.resources.some((resource) => resource.content.kind === 'computed')) return;
    const read = readResources(model, { logger: silentLogger, resolve: this.#resolve });
    const contents = await waitForAuthor(read, `the @Resource methods of ${model.prefix}`, this.#options);
    await this.#manifest.value.update(() => buildManifest(model, contents));
  }

  #bindings(): readonly Step[] {
    const deps = new Later<BinderDeps>('dependencies of the binders');
    const steps = BINDERS.map((binder): Step => {
      let binding: Binding | undefined;
      return {
        name: binder.name,
        up: async () => (binding = await binder.bind(this.#model, deps.value)),
        down: () => binding?.close(),
        needsServer: true,
      };
    });
    return [{ name: 'preparing the binders', up: () => (deps.value = this.#binderDeps()) }, ...steps];
  }

  #binderDeps(): BinderDeps {
    const { host, logger, telemetry } = this.#options;
    const { instanceId, newId, readCaller } = host;
    const { membership } = this.#status.value;
    const manifest = this.#manifest.value;
    return {
      instanceId,
      newId,
      readCaller,
      logger,
      telemetry,
      nc: guardReplies(host.nc, logger),
      client: this.#client,
      pendingRequests: this.#pendingRequests,
      dispatcher: new Dispatcher(),
      resolve: this.#resolve,
      bound: this.#bound,
      metadata: () => ({ ...manifest.current.services[0]?.metadata, instance_id: instanceId }),
      answerPeer: membership && ((message) => membership.answer(message)),
    };
  }

  async #answer(): Promise<void> {
    this.#context.value.bound(this.#bound);
    const { host, signal } = this.#options;
    const what = `the endpoints of ${this.#model.prefix}`;
    await orAborted(flushThrough(host.nc, what), signal, `binding ${what}`);
  }

  #letGo(): Promise<void> | undefined {
    const { heartbeat, membership } = this.#status.value;
    heartbeat?.pause();
    return membership?.leave();
  }

  /** Comes last, when nothing else can fail: from here on, this version gets a share of the requests. */
  async #register(): Promise<void> {
    const { heartbeat, membership } = this.#status.value;
    await heartbeat?.start();
    await this.#manifest.value.register();
    this.#isUp = true;
    membership?.live();
  }

  #runStopHooks(): Promise<void> {
    const { logger } = this.#options;
    const hooks = this.#model.hooks.stop;
    return runStopHooks({ hooks, container: this.#container.value, logger, reason: this.#reason });
  }

  #abort(what: string): void {
    this.#stopped.abort(new Error(`${this.#model.prefix} ${what}`));
  }

  readonly #resolve: BinderDeps['resolve'] = (handler) => this.#container.value.resolve(handler);
}
