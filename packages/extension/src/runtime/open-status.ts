import { nuid } from '@nats-io/nats-core';
import type { SymphonyClient, SymphonyConnection } from '@symphony-ts/client';
import { type Logger, STATUS_BUCKET, STATUS_TTL_MS, type StatusEntry, withoutUndefined } from '@symphony-ts/contract';
import type { KeyValueBucket } from '@symphony-ts/storage';
import type { ExtensionModel } from '../model/extension-model.js';
import { GRACE_MS, Membership } from '../partitioner/membership.js';
import { natsPeers } from '../partitioner/peer-link.js';
import { Twins } from '../partitioner/twins.js';
import type { Buckets } from './buckets.js';
import type { Status } from './extension-host.js';
import { Heartbeat } from './heartbeat.js';

export interface OpenStatusOptions {
  readonly model: Pick<ExtensionModel, 'prefix' | 'name' | 'version'>;
  readonly connection: SymphonyConnection;
  readonly client: SymphonyClient;
  readonly buckets: Buckets;
  readonly logger: Logger;
  readonly heartbeatMs: number | undefined;
  readonly livenessMs: number | undefined;
  readonly sharedKey: 'warn' | 'refuse' | undefined;
}

/**
 * Makes this process one of the live instances, which the status bucket lists.
 *
 * @throws `KEY_IN_USE` when `sharedKey` is `refuse`, and another process has the same API key
 */
export async function openStatus(options: OpenStatusOptions): Promise<Status> {
  const { model, connection, client, buckets, logger } = options;
  const { prefix, name, version } = model;
  // Only the platform and this package write status entries, and both follow the contract.
  const bucket = (await buckets.open(STATUS_BUCKET)) as KeyValueBucket<StatusEntry>;
  const shared = {
    instanceId: connection.identity.instanceId,
    prefix,
    process: `${Date.now().toString(36)}-${nuid.next()}`,
    bucket,
    link: natsPeers({ prefix, connection, client }),
    logger,
    ttlMs: options.livenessMs ?? STATUS_TTL_MS,
  };
  const twins = new Twins({ ...shared, graceMs: GRACE_MS });
  const interval = withoutUndefined({ intervalMs: options.heartbeatMs });
  const heartbeat = new Heartbeat({ ...shared, name, version, twins, ...interval });
  const membership = new Membership({ ...shared, twins, own: heartbeat });
  await twins.look(options.sharedKey === 'refuse');
  return { instances: membership, heartbeat, membership };
}
