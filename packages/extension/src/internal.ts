import 'reflect-metadata';

// For the packages beside this one: the steps of the flow, to be taken one by one.
export type { BinderDeps } from './binders/binding.js';
export { createContainer, settleProviders } from './container/extension-container.js';
export { injectableLogger } from './context/logger.js';
export { InFlight } from './invoke/in-flight.js';
export { currentTrace } from './invoke/trace.js';
export { buildManifest } from './manifest/build-manifest.js';
export { readResources } from './manifest/resource-contents.js';
export { importDecorated } from './metadata/decorated-classes.js';
export { readApplication } from './scan/read-application.js';
export { bindExtension } from './runtime/bind-extension.js';
export { openDeclaredBuckets } from './runtime/declared-buckets.js';
export { finishAccepted, runStopHooks } from './runtime/drain.js';
export { LiveManifest } from './runtime/live-manifest.js';
export { RunningContext } from './runtime/running-context.js';
export { Shutdown } from './runtime/shutdown.js';
export { onStopSignal } from './runtime/stop-signal.js';

export type { ExtensionContainer } from './container/extension-container.js';
export type {
  ApplicationModel,
  BucketModel,
  EndpointModel,
  ExtensionModel,
  RestModel,
} from './model/extension-model.js';
export type { InstanceSource } from './partitioner/work-partitioner.js';
export type { Buckets, OpenOptions } from './runtime/buckets.js';
export type { Registrar } from './runtime/registration.js';
export type { BoundServices, Transport } from './runtime/running-context.js';
