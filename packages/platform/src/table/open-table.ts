import { jetstream } from '@nats-io/jetstream';
import { type KV, Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/nats-core';
import type { Logger } from '@symphony-ts/contract';
import { openBucket } from '@symphony-ts/storage';
import type * as z from 'zod';
import { whenJetStreamAnswers } from '../kit/when-jetstream-answers.js';
import { Table } from './table.js';

/** Revisions of a record that its bucket keeps. */
const HISTORY = 5;

/** What a platform bucket needs to be opened. */
export interface TableSource {
  readonly nc: NatsConnection;
  readonly replicas: number;
  readonly logger: Logger;
}

/** Opens a bucket of the platform's own account, and makes it on first use. */
export async function openPlatformBucket(source: TableSource, bucket: string, history: number): Promise<KV> {
  const { nc, replicas, logger } = source;
  const options = { history, replicas, allow_direct: true };
  return await whenJetStreamAnswers(() => new Kvm(jetstream(nc)).create(bucket, options), { logger });
}

/** Opens a bucket of the platform's own account, making it on first use, and reads it whole. */
export async function openTable<T>(source: TableSource, bucket: string, schema: z.ZodType<T>): Promise<Table<T>> {
  const { nc, logger } = source;
  const kv = await openPlatformBucket(source, bucket, HISTORY);
  const table = new Table(
    { kv, bucket: await openBucket(nc, bucket, { mustExist: false }) },
    schema,
    logger.child({ bucket }),
  );
  await table.start();
  return table;
}
