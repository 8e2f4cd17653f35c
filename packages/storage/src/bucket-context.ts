import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import type { BatchPace } from './batch-pace.js';
import type { BucketLayout } from './bucket-layout.js';
import type { SeenRevisions } from './seen-revisions.js';
import type { ValueCodec } from './value-codec.js';

/** The state that the operations of one open bucket share. */
export interface BucketContext<T> {
  readonly nc: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
  readonly bucket: string;
  readonly stream: string;
  readonly timeoutMs: number;
  readonly codec: ValueCodec<T>;
  /** The revisions that this connection has written and read. All openers of the bucket on the connection share it. */
  readonly seen: SeenRevisions;
  /** Which batches its server stores faster. All openers on the connection share it as well. */
  readonly pace: BatchPace;
  /** The configuration in the server's last report. */
  layout: BucketLayout;
}
