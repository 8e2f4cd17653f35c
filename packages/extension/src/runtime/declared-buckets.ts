import { isSymphonyError } from '@symphony-ts/contract';
import type { BucketOf } from '../container/extension-container.js';
import type { ExtensionModel, ParameterModel } from '../model/extension-model.js';
import type { Buckets } from './buckets.js';

type BucketParameter = Extract<ParameterModel, { kind: 'bucket' }>;

/**
 * Makes the declared buckets that are missing, and changes none: a version that runs uses them as they are. What the
 * declaration changes, and the replicas, follow with the registration.
 */
export async function makeMissingBuckets(buckets: Buckets, model: ExtensionModel): Promise<void> {
  for (const { name, description, ttl, history, maxBytes } of model.buckets.filter(
    (one) => one.declared && !one.objectStore,
  )) {
    try {
      await buckets.open(name);
    } catch (thrown) {
      if (!isSymphonyError(thrown, 'BUCKET_NOT_FOUND')) throw thrown;
      await buckets.ensure({ name, description, ttl, history, maxBytes }, 1);
    }
  }
}

/**
 * Opens every bucket that a constructor asks for, so that a missing one is an error of the start and not of the first
 * request.
 */
export async function openDeclaredBuckets(buckets: Buckets, model: ExtensionModel): Promise<BucketOf> {
  const wanted = [...model.parameters.values()].flat().filter((one): one is BucketParameter => one.kind === 'bucket');
  const opened = new Map<BucketParameter, unknown>();
  await Promise.all(
    wanted.map(async (parameter) => {
      opened.set(parameter, await buckets.open(parameter.bucket, parameter));
    }),
  );
  return (parameter) => opened.get(parameter);
}
