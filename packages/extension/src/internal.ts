import 'reflect-metadata';

// For the packages beside this one: the steps of the flow, to be taken one by one.
export { settleProviders } from './container/settle-providers.js';
export { injectableLogger } from './context/logger.js';
export { buildManifest } from './manifest/build-manifest.js';
export { readResources } from './manifest/resource-contents.js';
export { importDecorated } from './metadata/decorated-classes.js';
export { readApplication } from './scan/read-application.js';
export { bringUp } from './runtime/bring-up.js';
export { observe } from './runtime/recording.js';
export { StepSequence } from './runtime/step-sequence.js';
export { spanningCaller } from './invoke/client-spans.js';
export { currentTrace } from './invoke/trace.js';
export { onStopSignal } from './runtime/stop-signal.js';

export type { ExtensionContainer } from './container/extension-container.js';
export type {
  ApplicationModel,
  BucketModel,
  EndpointModel,
  ExtensionModel,
  RestModel,
} from './model/extension-model.js';
export type { PendingRequests } from './invoke/pending-requests.js';
export type { InstanceSource } from './partitioner/work-partitioner.js';
export type { ExtensionHost } from './runtime/extension-host.js';
export type { Buckets, OpenOptions } from './runtime/buckets.js';
export type { Registrar } from './runtime/registration.js';
export type { Transport } from './runtime/running-context.js';
