import type { JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import type { ApiRequest, ApiTextRequest } from './api-request.js';
import type { SubjectPrefixes } from './api-subject.js';

/** What the parts of one manager share. Built once by `createManager`. */
export interface ManagerContext {
  /** The connection as handed in: for what is not an API request. */
  readonly nc: NatsConnection;
  /** `@nats-io/jetstream` over the guarded connection. */
  readonly jsm: JetStreamManager;
  /** API requests that library has no method for. */
  readonly request: ApiRequest;
  /** The same, text in and text out. */
  readonly requestText: ApiTextRequest;
  readonly prefixes: SubjectPrefixes;
  readonly timeoutMs: number;
  readonly pedantic: boolean;
  /** Version of the server the connection is at; `0.0.0` while there is none. */
  serverVersion(): string;
}
