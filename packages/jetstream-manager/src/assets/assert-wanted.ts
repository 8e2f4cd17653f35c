import { checkConsumerField, checkStreamField, type FieldCheck } from '../diff/known-fields.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import type { WantedAssets } from './wanted-assets.js';

/** The settings of an object store. A bucket has two more. */
const storeFields = [
  'bucket',
  'description',
  'ttl',
  'max_bytes',
  'storage',
  'num_replicas',
  'compression',
  'metadata',
] as const;
const bucketFields = [...storeFields, 'history', 'max_value_size'];

const among =
  (known: readonly string[]): FieldCheck =>
  (field) =>
    known.includes(field) ? undefined : 'not a known field';

/** A wanted stream has a list of consumers in addition to its settings. */
const checkWantedStream: FieldCheck = (field, value) => {
  if (field !== 'consumers') return checkStreamField(field, value);
  return Array.isArray(value) ? undefined : 'not a list';
};

/**
 * Throws `INVALID_CONFIGURATION` with every problem in the wanted assets: a misspelt setting, a wrong type, a value out
 * of range, a missing name. The assets may come from a file, which the compiler cannot check.
 */
export function assertWanted({ streams = [], buckets = [], objects = [] }: WantedAssets): void {
  const problems = [
    ...streams.flatMap((stream, index) => problemsOf(stream, `streams[${index}]`, ['name'], checkWantedStream)),
    ...streams.flatMap((stream, index) =>
      listOf(stream?.consumers).flatMap((consumer, at) =>
        problemsOf(consumer, `streams[${index}].consumers[${at}]`, ['durable_name', 'name'], checkConsumerField),
      ),
    ),
    ...buckets.flatMap((bucket, index) => problemsOf(bucket, `buckets[${index}]`, ['bucket'], among(bucketFields))),
    ...objects.flatMap((store, index) => problemsOf(store, `objects[${index}]`, ['bucket'], among(storeFields))),
  ];
  if (problems.length === 0) return;
  throw new JetStreamManagerError('INVALID_CONFIGURATION', problems.join('; '), { details: { problems } });
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function problemsOf(asset: unknown, where: string, names: readonly string[], check: FieldCheck): readonly string[] {
  if (typeof asset !== 'object' || asset === null) return [`${where} is not an object`];
  const entries = Object.entries(asset);
  const name: unknown = entries.find(([field]) => names.includes(field))?.[1];
  if (typeof name !== 'string') return [`${where} has no ${names.join(' and no ')}`];
  return entries.flatMap(([field, value]) => {
    const problem = check(field, value);
    return problem === undefined ? [] : [`${where} (${name}): ${field}: ${problem}`];
  });
}
