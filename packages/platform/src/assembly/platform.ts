import type { ExtensionSummary, Manifest } from '@symphony-ts/contract';
import type { NatsServer } from '@symphony-ts/nats-server';
import type { CreatedKey, KeySummary } from '../keys/api-key.js';
import type { NewKey } from '../keys/new-key.js';

/** A running platform. */
export interface Platform extends AsyncDisposable {
  /** Where its HTTP API is, such as `http://127.0.0.1:8080`. */
  readonly httpUrl: string;
  /** Where clients connect, such as `nats://127.0.0.1:4222`. */
  readonly natsUrl: string;
  /** The NATS server that the platform started; absent if NATS runs elsewhere. Tests use it to make the server fail. */
  readonly natsServer: NatsServer | undefined;
  /** API keys. */
  readonly keys: {
    /** Creates a key. Only the answer contains its token. */
    create(key: NewKey): Promise<CreatedKey>;
    /** All keys, revoked ones included, sorted by id. */
    list(): KeySummary[];
    /** Ends a key and its live connections. */
    revoke(id: string): Promise<void>;
  };
  /** What is registered. */
  readonly registry: {
    /** All registered extensions with their live instances, sorted by prefix. */
    list(): ExtensionSummary[];
    /** The latest manifest of an extension; `undefined` if it is not registered. */
    manifest(prefix: string): Manifest | undefined;
  };
  /** Stops the platform, and removes a temporary data folder. Further calls return the same promise. */
  stop(): Promise<void>;
}
