import type { NatsConnection } from '@nats-io/nats-core';
import type { KeyCapabilities } from '@symphony-ts/contract';
import type { ConnectionEvent, ConnectionListener } from './event-channel.js';

/** Who a connection speaks as. */
export interface ConnectionIdentity {
  /** The extension it belongs to; absent for a plain client. */
  readonly prefix?: string;
  /** Stays the same through renewals and reconnects. */
  readonly instanceId: string;
  /** What the NATS server lists as the connection's name. */
  readonly name: string;
  /** Whether an extension or a client connected. */
  readonly kind: 'extension' | 'client' | 'registration';
  /** What the key may do; absent in standalone mode, where only the server knows. */
  readonly capabilities?: KeyCapabilities;
}

/**
 * A live NATS connection with an identity. It reconnects on its own until it succeeds, and renews its credentials.
 * Close it if you opened it.
 */
export interface SymphonyConnection extends AsyncDisposable {
  /** The NATS connection itself, for whatever this SDK does not cover. */
  readonly nc: NatsConnection;
  /** Who is connected. */
  readonly identity: ConnectionIdentity;
  /** `platform`: token and exchange. `standalone`: a plain NATS server, no platform behind it. */
  readonly mode: 'platform' | 'standalone';
  /** The NATS servers it was given. */
  readonly servers: readonly string[];
  /** `false` while there is no connection to a server. */
  readonly isConnected: boolean;
  /** Calls `listener` with each event from now on; the function it returns ends that. */
  onStatus(listener: ConnectionListener): () => void;
  /** The events from now on, until the connection is closed or the loop is left. */
  status(): AsyncIterable<ConnectionEvent>;
  /** Resolves when the connection is closed for good. If you did not close it, the value is the reason. It never rejects. */
  closed(): Promise<Error | undefined>;
  /**
   * Finishes what has been received, sends what has been published, then closes. After `timeoutMs` (default 5 000), or
   * where the server is away, it closes at once.
   */
  drain(timeoutMs?: number): Promise<void>;
  /** Closes at once. Harmless when repeated. */
  close(): Promise<void>;
}
