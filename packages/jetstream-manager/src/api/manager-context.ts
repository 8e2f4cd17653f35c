import type { JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import type { ApiRequest, ApiTextRequest } from './api-request.js';
import type { SubjectPrefixes } from './api-subject.js';

/** The shared parts of one manager. `createManager` builds them once. */
export interface ManagerContext {
  /** The connection from the caller, for everything except API requests. */
  readonly nc: NatsConnection;
  /** `@nats-io/jetstream` over the guarded connection. */
  readonly jsm: JetStreamManager;
  /** API requests for which that library has no method. */
  readonly request: ApiRequest;
  /** The same, with JSON text in and out. */
  readonly requestText: ApiTextRequest;
  readonly prefixes: SubjectPrefixes;
  readonly timeoutMs: number;
  readonly pedantic: boolean;
  /** The version of the connected server; `0.0.0` without a connection. */
  serverVersion(): string;
}
