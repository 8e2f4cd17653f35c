import { apiLimit } from './api-limit.mjs';
import { batches } from './batches.mjs';
import { clusterLife } from './cluster-life.mjs';
import { consumerLife } from './consumer-life.mjs';
import { deliveries } from './deliveries.mjs';
import { quorum } from './quorum.mjs';
import { services } from './services.mjs';
import { snapshots } from './snapshots.mjs';
import { streamLife } from './stream-life.mjs';

/** In this order: the last ones break the cluster. */
export const scenarios = {
  streamLife,
  consumerLife,
  deliveries,
  snapshots,
  batches,
  services,
  apiLimit,
  clusterLife,
  quorum,
};
