import { formatExactJson } from '@symphony-ts/jetstream-manager';
import { bucketStream, bytes, duration } from '@symphony-ts/jetstream-manager/internal';
import type { Command } from 'commander';
import { collect } from '../../input/list-option.js';
import { assertNoStream } from '../../running/assert-no-stream.js';
import { type AddCommand, isJson, withManager } from '../../running/command-context.js';
import { formatFacts } from '../../view/table.js';
import { addBucketFlags, type BucketFlags, readBucketFlags } from './bucket-flags.js';
import { type BucketInfo, describeBucket } from './describe-bucket.js';
import { loadBucket, streamOf } from './open-bucket.js';

/** Creates, changes and shows buckets. */
export const addKvBuckets: AddCommand = (group, context) => {
  const { io } = context;
  const show = (command: Command, info: BucketInfo): void =>
    io.out(isJson(command) ? formatExactJson(info, 2) : formatBucket(info));

  const add = group.command('add').alias('new').description('create a bucket').argument('<bucket>');
  addBucketFlags(add)
    .option('--mirror <bucket>', 'create a copy of this bucket')
    .option('--mirror-domain <domain>', 'JetStream domain of that bucket')
    .option('--source <bucket>', 'also take the entries of this bucket; repeat it for more', collect)
    .action(async (bucket: string, flags: AddFlags, command: Command) => {
      const settings = { ...bucketStream({ bucket }), ...readBucketFlags(flags), ...readOrigins(bucket, flags) };
      const stream = await withManager(command, context, async (manager) => {
        const message = `a bucket ${bucket} exists already; jsm kv edit changes it`;
        await assertNoStream(manager, streamOf(bucket), message);
        return manager.streams.create(settings, {});
      });
      show(command, describeBucket(stream));
    });

  const edit = group.command('edit').description('change the settings of a bucket').argument('<bucket>');
  addBucketFlags(edit).action(async (bucket: string, flags: BucketFlags, command: Command) => {
    const stream = await withManager(command, context, async (manager) =>
      (await loadBucket(manager, bucket)).update(readBucketFlags(flags)),
    );
    show(command, describeBucket(stream));
  });

  group
    .command('status')
    .aliases(['info', 'view'])
    .description('show the settings and the size of a bucket')
    .argument('<bucket>')
    .action(async (bucket: string, _flags: object, command: Command) => {
      show(command, describeBucket(await withManager(command, context, (manager) => loadBucket(manager, bucket))));
    });
};

interface AddFlags extends BucketFlags {
  readonly mirror?: string;
  readonly mirrorDomain?: string;
  readonly source?: readonly string[];
}

/** A mirror has no subjects of its own. The entries of a source get the subjects of the new bucket. */
function readOrigins(bucket: string, { mirror, mirrorDomain, source }: AddFlags): object {
  if (source !== undefined) {
    const subjectOf = (name: string) => `$KV.${name}.>`;
    const transformOf = (name: string) => [{ src: subjectOf(name), dest: subjectOf(bucket) }];
    return { sources: source.map((name) => ({ name: streamOf(name), subject_transforms: transformOf(name) })) };
  }
  if (mirror === undefined) return {};
  const origin = { name: streamOf(mirror), ...(mirrorDomain && { domain: mirrorDomain }) };
  return { mirror: origin, mirror_direct: true, subjects: [] };
}

function formatBucket(info: BucketInfo): string {
  const { ttlNs, markerTtlNs, mirror } = info;
  return formatFacts(`Key-value bucket ${info.bucket}`, [
    ['Description', info.description],
    ['Mirror of', mirror],
    ['Values', info.values],
    ['Size', bytes(info.bytes)],
    ['History kept', info.history],
    ['Time to live', ttlNs === 0 ? 'no limit' : duration(ttlNs)],
    ['Delete markers kept', markerTtlNs === 0 ? undefined : duration(markerTtlNs)],
    ['Maximum value size', info.maxValueBytes < 0 ? 'no limit' : bytes(info.maxValueBytes)],
    ['Maximum size', info.maxBytes < 0 ? 'no limit' : bytes(info.maxBytes)],
    ['Storage', info.storage],
    ['Compressed', info.isCompressed],
    ['Replicas', info.replicas],
    ['Stream', info.stream],
  ]);
}
