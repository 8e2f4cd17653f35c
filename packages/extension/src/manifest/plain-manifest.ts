import {
  isBucketName,
  isLine,
  isPrefix,
  isReservedBucket,
  isVersion,
  limits,
  type Manifest,
  type ManifestBucket,
  type ManifestEndpoint,
  type ManifestService,
  RESERVED_PREFIXES,
} from '@symphony-ts/contract';

/**
 * True if a quick check shows that the platform accepts the manifest: it has no pages, and its texts are short and on one line.
 * The contract's schema accepts every such manifest as well, but making and running that schema costs a start 12 ms of
 * processor time. If the result is false, the schema decides. An author without type checks may have written any value.
 */
export function isPlain({ prefix, name, version, description, ...lists }: Manifest): boolean {
  const { sdk = { language: '', version: '' }, capabilities, features, buckets, services } = lists;
  return (
    fits(prefix, limits.name) &&
    isPrefix(prefix) &&
    !RESERVED_PREFIXES.includes(prefix) &&
    fits(version, limits.version) &&
    isVersion(version) &&
    name !== '' &&
    fits(name, limits.name) &&
    fits(description, limits.description) &&
    fits(sdk.language, limits.name) &&
    fits(sdk.version, limits.version) &&
    Object.values(features).every((list) => Object.keys(list).length === 0) &&
    every(capabilities, limits.capabilities, isPlainCapability) &&
    every(buckets, limits.buckets, isPlainBucket) &&
    every(services, limits.services, isPlainService)
  );
}

const every = <T>(list: readonly T[], max: number, isFine: (entry: T) => boolean): boolean =>
  list.length <= max && list.every(isFine);

const fits = (text: unknown, max: number): boolean => typeof text === 'string' && isLine(text, max);

const isCount = (value: number, max = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isSafeInteger(value) && value >= 0 && value <= max;

const isPlainCapability = ({ type, subject, description }: Manifest['capabilities'][number]): boolean =>
  ['pub', 'sub'].includes(type) &&
  subject !== '' &&
  fits(subject, limits.subject) &&
  fits(description, limits.description);

const isFlag = (value: unknown): boolean => value === undefined || typeof value === 'boolean';

const isPlainBucket = ({ name, persist = 'async', ...bucket }: ManifestBucket): boolean =>
  fits(name, limits.name) &&
  isBucketName(name) &&
  !isReservedBucket(name) &&
  persist === 'async' &&
  isFlag(bucket.allow_shrink) &&
  isFlag(bucket.object_store) &&
  fits(bucket.description, limits.description) &&
  isCount(bucket.ttl) &&
  isCount(bucket.max_history_per_key, 64) &&
  isCount(bucket.max_bucket_size);

const isPlainService = ({ name, version, description, metadata, endpoints }: ManifestService): boolean =>
  fits(name, limits.name) &&
  fits(version, limits.version) &&
  fits(description, limits.description) &&
  isPlainMetadata(metadata) &&
  every(endpoints, limits.endpoints, isPlainEndpoint);

const isPlainEndpoint = (endpoint: ManifestEndpoint): boolean => {
  const { name, subject, kind, description = '', metadata = {}, request = {}, response = {} } = endpoint;
  return (
    ['endpoint', 'instance', 'rest'].includes(kind) &&
    fits(name, limits.endpointName) &&
    fits(subject, limits.subject) &&
    fits(description, limits.description) &&
    isPlainMetadata(metadata) &&
    isPlainSchema(request) &&
    isPlainSchema(response)
  );
};

const isPlainMetadata = (metadata: Readonly<Record<string, unknown>>): boolean =>
  every(
    Object.entries(metadata),
    limits.metadataEntries,
    ([name, value]) =>
      name !== '__proto__' &&
      fits(name, limits.name) &&
      typeof value === 'string' &&
      value.length <= limits.metadataValue,
  );

const isPlainSchema = (schema: unknown): boolean =>
  typeof schema === 'object' &&
  schema !== null &&
  Object.getPrototypeOf(schema) === Object.prototype &&
  !Object.hasOwn(schema, '__proto__');
