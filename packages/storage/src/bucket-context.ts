import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import type { BatchPace } from './batch-pace.js';
import type { BucketLayout } from './bucket-layout.js';
import type { SeenRevisions } from './seen-revisions.js';
import type { ValueCodec } from './value-codec.js';

/** What the operations of one open bucket share. */
export interface BucketContext<T> {
  readonly nc: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  readonly bucket: string;
  readonly stream: string;
  readonly timeoutMs: number;
  readonly codec: ValueCodec<T>;
  /** What this connection has written and read; shared by all that open the bucket on it. */
  readonly seen: SeenRevisions;
  /** Which batches its server stores faster; shared in the same way. */
  readonly pace: BatchPace;
  /** As the server told last. */
  layout: BucketLayout;
}
