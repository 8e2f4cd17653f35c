import type { ExtensionSummary, Manifest } from '@symphony-ts/contract';
import type { NatsServer } from '@symphony-ts/nats-server';
import type { CreatedKey, KeySummary } from '../keys/api-key.js';
import type { NewKey } from '../keys/new-key.js';

/** A running platform. */
export interface Platform extends AsyncDisposable {
  /** Address of the HTTP API, such as `http://127.0.0.1:8080`. */
  readonly httpUrl: string;
  /** NATS address for clients, such as `nats://127.0.0.1:4222`. */
  readonly natsUrl: string;
  /** The NATS server that the platform started. `undefined` with your own servers. Tests use it to make the server fail. */
  readonly natsServer: NatsServer | undefined;
  /** API keys. */
  readonly keys: {
    /** Creates a key. Only this result contains its token. */
    create(key: NewKey): Promise<CreatedKey>;
    /** Lists all keys, including revoked ones, sorted by id. */
    list(): KeySummary[];
    /** Revokes a key and closes its connections. */
    revoke(id: string): Promise<void>;
  };
  /** The registered extensions. */
  readonly registry: {
    /** Lists all registered extensions with their live instances, sorted by prefix. */
    list(): ExtensionSummary[];
    /** Returns the latest manifest of an extension, or `undefined` if it is not registered. */
    manifest(prefix: string): Manifest | undefined;
  };
  /** Stops the platform, and removes a temporary data folder. Later calls return the same promise. */
  stop(): Promise<void>;
}
