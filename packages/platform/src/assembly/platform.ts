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
  /** The server it runs itself; absent where NATS runs elsewhere. For tests that make it fail. */
  readonly natsServer: NatsServer | undefined;
  /** API keys. */
  readonly keys: {
    /** Makes a key; its token is in the answer and nowhere else. */
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
    /** What an extension registered last; `undefined` where it is not registered. */
    manifest(prefix: string): Manifest | undefined;
  };
  /** Ends everything in good order; the same promise when called again. A temporary data folder is removed. */
  stop(): Promise<void>;
}
