export { findNatsServer, obtainNatsServer } from './find-nats-server.js';
export { isNatsServerError, NatsServerError } from './nats-server-error.js';
export { startNatsCluster } from './start-nats-cluster.js';
export { startNatsServer } from './start-nats-server.js';

export type { FoundServer, ServerRange } from '../obtain/find-nats-server.mjs';
export type { ConfigObject, ConfigValue } from './config-format.js';
export type { FindNatsServerOptions } from './find-nats-server.js';
export type { NatsServer } from './nats-server.js';
export type { NatsServerErrorCode, NatsServerErrorDetails } from './nats-server-error.js';
export type {
  ClusterOptions,
  JetStreamFlush,
  JetStreamOptions,
  NatsServerOptions,
  OperatorOptions,
  ServerLimits,
  TlsFiles,
  WebSocketOptions,
} from './server-options.js';
export type { NatsCluster, NatsClusterOptions } from './start-nats-cluster.js';
