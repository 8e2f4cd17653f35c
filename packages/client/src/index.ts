export { defineContract } from './calls/extension-contract.js';
export { createCaller } from './calls/caller.js';
export { SymphonyClient } from './client/symphony-client.js';
export { connectSymphony } from './connection/connect-symphony.js';
export {
  AuthenticationError,
  BucketNotFoundError,
  ConnectionError,
  InvalidConfigurationError,
  InvalidTokenError,
  isSymphonyError,
  NoRespondersError,
  PermissionError,
  RemoteError,
  SymphonyError,
  TimeoutError,
} from '@symphony-ts/contract';

export type { CallableName } from './calls/callable-name.js';
export type { CallOptions, CallScope } from './calls/call-options.js';
export type { Caller, CallerOptions, PublishOptions } from './calls/caller.js';
export type { Contract, ContractCall, EndpointSpec, EndpointSpecs, Implements } from './calls/extension-contract.js';
export type {
  Class,
  ContractHandle,
  ExtensionCalls,
  ExtensionHandle,
  HandleBase,
  UntypedHandle,
} from './calls/extension-handle.js';
export type { Jsonify } from './calls/jsonify.js';
export type { Reply } from './calls/call-reply.js';
export type { PlatformInfo } from './client/platform-info.js';
export type { BucketName, BucketSummary, KeyFilter, StoredEntry, StorageService } from './client/storage-service.js';
export type { ClientOptions, DiscoverOptions } from './client/symphony-client.js';
export type { ConnectOptions } from './connection/connect-options.js';
export type { NatsTlsOptions, StandaloneOptions } from './standalone/standalone-options.js';
export type { ConnectionEvent, ConnectionListener } from './connection/event-channel.js';
export type { CredentialStore, NamedCredential, StoredCredential } from './identity/credential-store.js';
export type { ConnectionIdentity, SymphonyConnection } from './connection/symphony-connection.js';
export type { DiscoveredService, DiscoveryReply, DiscoveryVerb } from '@symphony-ts/contract';
