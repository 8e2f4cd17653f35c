import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import type { ValueCodec } from './value-codec.js';

/** What the operations of one open bucket share. */
export interface BucketContext<T> {
  readonly nc: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  readonly bucket: string;
  readonly stream: string;
  readonly timeoutMs: number;
  /** The stream takes batches; see `FastIngest`. */
  readonly fastIngest: boolean;
  readonly codec: ValueCodec<T>;
}
