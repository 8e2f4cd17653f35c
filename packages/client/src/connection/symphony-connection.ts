import type { NatsConnection } from '@nats-io/nats-core';
import type { KeyCapabilities } from '@symphony-ts/contract';
import type { ConnectionEvent, ConnectionListener } from './event-channel.js';

/** The identity of a connection. */
export interface ConnectionIdentity {
  /** Prefix of the extension. Absent for a plain client. */
  readonly prefix?: string;
  /** Id of the instance. Renewals and reconnects do not change it. */
  readonly instanceId: string;
  /** Name of the connection in the list of the NATS server. */
  readonly name: string;
  /** Whether the connection belongs to an extension, a client or a registration. */
  readonly kind: 'extension' | 'client' | 'registration';
  /** The permissions of the key. Absent in standalone mode, because only the server knows them. */
  readonly capabilities?: KeyCapabilities;
}

/**
 * A live NATS connection with an identity. It reconnects on its own until it succeeds, and renews its credentials.
 * Close it if you opened it.
 */
export interface SymphonyConnection extends AsyncDisposable {
  /** The NATS connection itself, for features that the SDK does not cover. */
  readonly nc: NatsConnection;
  /** Identity of this connection. */
  readonly identity: ConnectionIdentity;
  /** `platform`: connected with a token. `standalone`: connected to a plain NATS server without a platform. */
  readonly mode: 'platform' | 'standalone';
  /** Addresses of the NATS servers. */
  readonly servers: readonly string[];
  /** `false` while there is no connection to a server. */
  readonly isConnected: boolean;
  /** Calls `listener` with each event from now on. Returns a function that removes the listener. */
  onStatus(listener: ConnectionListener): () => void;
  /** Iterates over the events from now on. The loop ends when the connection is closed. */
  status(): AsyncIterable<ConnectionEvent>;
  /** Resolves when the connection is closed permanently. If you did not close it, the value is the reason. It never rejects. */
  closed(): Promise<Error | undefined>;
  /**
   * Handles the received messages, sends the published messages, then closes. It closes at once if the server cannot be
   * reached, or when `timeoutMs` has passed. Default 5,000.
   */
  drain(timeoutMs?: number): Promise<void>;
  /** Closes at once. Later calls do nothing. */
  close(): Promise<void>;
}
