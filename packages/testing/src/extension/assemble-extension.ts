import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/nats-core';
import { type Caller, createCaller, SymphonyClient, type SymphonyConnection } from '@symphony-ts/client';
import { CallerVerifier } from '@symphony-ts/client/internal';
import {
  type CallerIdentity,
  headers,
  type Logger as LoggerShape,
  type Manifest,
  SymphonyError,
  silentLogger,
} from '@symphony-ts/contract';
import type { ExtensionContext, ObservabilityOptions } from '@symphony-ts/extension';
import {
  type ApplicationModel,
  bringUp,
  currentTrace,
  type ExtensionContainer,
  type ExtensionHost,
  type ExtensionModel,
  injectableLogger,
  observe,
  type PendingRequests,
  StepSequence,
  settleProviders,
  spanningCaller,
  type Transport,
} from '@symphony-ts/extension/internal';
import { CallerSigner, unixSeconds } from '@symphony-ts/platform/internal';
import { linkOf } from '@symphony-ts/storage/internal';
import type { MemoryBus, Published } from '../bus/memory-bus.js';
import { createMemoryConnection } from '../bus/memory-connection.js';
import { type DisconnectOptions, MemoryLink } from '../fakes/memory-link.js';
import type { Within } from './console-capture.js';
import { ControlledInstances } from './controlled-instances.js';
import type { FakeServices } from './fake-services.js';
import { TestBuckets } from './test-buckets.js';
import type { TestLog } from './test-log.js';
import { WatchedCaller } from './watched-caller.js';

export interface AssembleOptions {
  readonly application: ApplicationModel;
  readonly model: ExtensionModel;
  readonly bus: MemoryBus;
  readonly instanceId: string;
  readonly logger?: LoggerShape | undefined;
  /** Keeps the log lines. */
  readonly log: TestLog;
  /** Runs code of the extension. */
  readonly within: Within;
  /** Knows the errors with which calls of the extension reject. */
  readonly fakes: Pick<FakeServices, 'callError'>;
  readonly observability?: boolean | ObservabilityOptions | undefined;
  /** Called with each message and request of the extension. It throws to refuse one. */
  readonly onPublish: (message: Published) => void;
}

/** An extension bound to a bus, with the runtime's own parts. */
export interface AssembledExtension {
  readonly container: ExtensionContainer;
  readonly context: ExtensionContext;
  /** The present registration. */
  readonly manifest: Manifest;
  readonly buckets: TestBuckets;
  readonly instances: ControlledInstances;
  readonly pendingRequests: PendingRequests;
  /** Every manifest it registered, in order. */
  readonly registered: readonly Manifest[];
  readonly instanceId: string;
  /** A connection like that of a caller, without the permissions of the extension. */
  readonly outside: NatsConnection;
  /** A client over that connection. */
  readonly client: SymphonyClient;
  /** A client whose calls carry a proof of who calls. */
  readonly clientAs: (proof: string) => SymphonyClient;
  /** The proof that a platform would send with a request of `caller`. */
  readonly proofOf: (caller: CallerIdentity) => string;
  /** Breaks the link of the extension; resolves once it knows. */
  disconnect(options: DisconnectOptions): Promise<void>;
  /** Restores the link. */
  reconnect(): Promise<void>;
  stop(reason: string): Promise<void>;
}

/** Long enough for any handler of a unit test. */
const DRAIN_TIMEOUT_MS = 1_000;

/** Longer than any test. */
const PROOF_SECONDS = 3_600;

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

/** Brings an extension up as the runtime does, with a bus for NATS and memory for JetStream. */
export async function assembleExtension(options: AssembleOptions): Promise<AssembledExtension> {
  const { application, model, bus, instanceId, onPublish, log, within, fakes } = options;
  const own = injectableLogger(log.through(options.logger ?? silentLogger));
  const { logger, telemetry } = observe(options.observability ?? model.observability, own);
  const sequence = new StepSequence(logger);
  const link = new MemoryLink();
  const nc = createMemoryConnection({ bus, onPublish, within, link });
  await sequence.forward([{ name: 'closing the connection', down: () => nc.close() }]);
  const buckets = new TestBuckets(model.buckets, link);
  const instances = new ControlledInstances();
  const registered: Manifest[] = [];
  const signer = new CallerSigner(randomBytes(32));
  const audience = model.prefix;
  const verifier = new CallerVerifier({ audience, platformKey: () => signer.publicKey, now: Date.now });
  let made = 0;
  const host: ExtensionHost = {
    nc,
    openClient: (spans) => {
      const caller = insideCaller(nc, fakes);
      return new SymphonyClient(connectionOf(nc), spans ? spanningCaller(caller, spans) : caller);
    },
    transport,
    instanceId,
    isStandalone: false,
    buckets,
    registrar: {
      begin: () => Promise.resolve({ withdraw: () => Promise.resolve() }),
      register: (manifest) => {
        registered.push(manifest);
        return Promise.resolve({ registered: new Date().toISOString(), buckets: [] });
      },
    },
    openStatus: () => Promise.resolve({ instances }),
    readCaller: (proof) => verifier.read(proof),
    newId: () => `error-${(made += 1)}`,
  };
  const up = await within(async () => {
    const providers = await settleProviders(application.providers, async (work) => work);
    return bringUp({ model, providers, host, logger, sequence, drainTimeoutMs: DRAIN_TIMEOUT_MS, telemetry });
  });

  const outside = createMemoryConnection({ bus });
  return {
    container: up.container,
    context: up.context,
    get manifest() {
      return up.manifest.current;
    },
    buckets,
    instances,
    pendingRequests: up.pendingRequests,
    registered,
    instanceId,
    outside,
    client: new SymphonyClient(connectionOf(outside), withCauses(createCaller(outside), log)),
    clientAs: (proof) => {
      const caller = createCaller(outside, { headers: () => ({ [headers.caller]: proof }) });
      return new SymphonyClient(connectionOf(outside), withCauses(caller, log));
    },
    proofOf: (caller) => signer.sign({ caller, audience, expires: unixSeconds(Date.now()) + PROOF_SECONDS }),
    disconnect: async (options) => {
      linkOf(nc).outbox.keep(options.keeps ?? true);
      link.disconnect(options);
      await nextTurn();
    },
    reconnect: async () => {
      linkOf(nc).outbox.keep(true);
      link.reconnect();
      await nextTurn();
    },
    stop: async (why) => {
      await within(() => up.stop(why));
      await outside.close();
    },
  };
}

/** For calls of the extension itself. A fake may make them fail as if nobody could be reached. */
const insideCaller = (nc: NatsConnection, fakes: AssembleOptions['fakes']): Caller =>
  new WatchedCaller(createCaller(nc, { headers: currentTrace }), (refusal, id) => fakes.callError(id) ?? refusal);

/** For calls of the test. If a refusal hides an unexpected error, that error is its `cause`. */
const withCauses = (caller: Caller, log: TestLog): Caller =>
  new WatchedCaller(caller, (refusal, id) => {
    const cause = log.errorOf(id);
    if (!cause) return refusal;
    return Object.defineProperty(refusal, 'cause', { value: cause, configurable: true, writable: true });
  });

/** A client uses its connection for nothing but the calls. */
const connectionOf = (nc: NatsConnection): SymphonyConnection => ({ nc }) as SymphonyConnection;
