import type { BucketOf } from '../container/extension-container.js';
import type { ExtensionModel, ParameterModel } from '../model/extension-model.js';
import type { Buckets } from './buckets.js';

type BucketParameter = Extract<ParameterModel, { kind: 'bucket' }>;

/**
 * Opens every bucket that a constructor asks for, so that a missing one is an error of the start and not of the first
 * request.
 */
export async function openDeclaredBuckets(buckets: Buckets, model: ExtensionModel): Promise<BucketOf> {
  const wanted = [...model.parameters.values()]
    .flat()
    .filter((parameter): parameter is BucketParameter => parameter.kind === 'bucket');
  const opened = new Map<BucketParameter, unknown>();
  await Promise.all(
    wanted.map(async (parameter) => {
      opened.set(parameter, await buckets.open(parameter.bucket, parameter));
    }),
  );
  return (parameter) => opened.get(parameter);
}
