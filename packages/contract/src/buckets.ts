/** Names of the platform's own buckets. */
export const platformBuckets = {
  /** API keys by id, hashes only. @documented reference/glossary */
  apiKeys: 'api_keys',
  /** NATS accounts by prefix. @documented reference/glossary */
  accounts: 'accounts',
  /** Manifests by prefix. @inferred */
  registry: 'symphony_registry',
  /** Manifests of versions that are starting or run beside the registered version, by prefix and version. @inferred */
  versions: 'symphony_versions',
  /** Texts of resources that were uploaded before their manifest, in pieces. @inferred */
  resources: 'symphony_resources',
  /** Roles by name. @inferred */
  roles: 'symphony_roles',
  /** People by id. @inferred */
  people: 'symphony_people',
  /** Personal settings of people, by person and name. @inferred */
  preferences: 'symphony_preferences',
  /** Signed licences by id. @inferred */
  licenses: 'usage_licenses',
  /** The units used of each licence. @inferred */
  usageLedger: 'usage_ledger',
  /** Usage records; their date-based keys are @documented usage/cost. @inferred name */
  usageRecords: 'usage_records',
  /** Business units by id. @inferred */
  businessUnits: 'usage_business_units',
  /** Attribution rules by id. @inferred */
  attributionRules: 'usage_attribution_rules',
} as const;

/** The bucket of live instances, one in each extension's account. @inferred name; @documented lifetime */
export const STATUS_BUCKET = 'symphony_status';

/** The key of one instance in the status bucket. @inferred */
export const statusKey = (prefix: string, instanceId: string): string => `${prefix}.${instanceId}`;

/** Prefix and instance of a status key, or `undefined` for another key. */
export function parseStatusKey(key: string): { readonly prefix: string; readonly instanceId: string } | undefined {
  const [prefix, instanceId, ...rest] = key.split('.');
  return prefix && instanceId && rest.length === 0 ? { prefix, instanceId } : undefined;
}

/** The JetStream stream behind a bucket. @documented by NATS ADR-8 */
export const bucketStream = (bucket: string): string => `KV_${bucket}`;

/** The subject of a key of a bucket. The key `>` stands for all keys. @documented by NATS ADR-8 */
export const bucketSubject = (bucket: string, key: string): string => `$KV.${bucket}.${key}`;

const BUCKET = /^[A-Za-z0-9_-]{1,64}$/;
/** True for a name that JetStream accepts for a bucket. */
export const isBucketName = (name: string): boolean => BUCKET.test(name);

/** True for a bucket name that an extension cannot declare, because the platform uses it in the same account. */
export const isReservedBucket = (name: string): boolean => name.startsWith('symphony_');

/** Replicas in a cluster of `nodes` servers: 1 below three servers, 3 below five, otherwise 5. @documented development/go */
export const replicasFor = (nodes: number): 1 | 3 | 5 => (nodes >= 5 ? 5 : nodes >= 3 ? 3 : 1);
