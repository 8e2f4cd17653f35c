import { DiscardPolicy } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { assertKnownOptions, type OptionNames } from '@symphony-ts/contract';
import { assertBucketName, type BucketDeclaration, bucketDeclarationNames } from './bucket-declaration.js';
import { accessNames, deleteStream, type EnsureOutcome, ensureStream, type JetStreamAccess } from './ensure-bucket.js';
import { buildStreamConfig, type WantedConfig } from './stream-config.js';

/** The stream behind an object store, as all NATS clients name it. */
export const objectStream = (name: string): string => `OBJ_${name}`;

/** The declaration of an object store. A store keeps one revision of each object, so it has no `history`. */
export type ObjectStoreDeclaration = Omit<BucketDeclaration, 'history'>;

const { history: _, ...declarationNames } = bucketDeclarationNames;

/** Options of `ensureObjectStore`. */
export interface EnsureObjectStoreOptions extends JetStreamAccess {
  /** Copies in a cluster. The number is raised on an existing store, but never lowered. Default 1. */
  readonly replicas?: number | undefined;
  /** Where the server keeps the store. The choice is fixed when the store is made. Default `file`. */
  readonly storage?: 'file' | 'memory' | undefined;
  /** Overrides the `allowShrink` of the declaration. */
  readonly allowShrink?: boolean | undefined;
  /** `true`: does not change a store that exists. Default `false`. */
  readonly onlyMissing?: boolean | undefined;
}

const ensureOptionNames = {
  ...accessNames,
  replicas: true,
  storage: true,
  allowShrink: true,
  onlyMissing: true,
} as const satisfies OptionNames<EnsureObjectStoreOptions>;

/** Pure. */
function buildConfig(declaration: ObjectStoreDeclaration, options: EnsureObjectStoreOptions): WantedConfig {
  const { name } = declaration;
  return {
    ...buildStreamConfig(declaration, options),
    name: objectStream(name),
    subjects: [`$O.${name}.C.>`, `$O.${name}.M.>`],
    max_msgs_per_subject: -1,
    // The oldest chunk may be part of an object that is still wanted: a full store refuses instead.
    discard: DiscardPolicy.New,
    deny_delete: false,
  };
}

/**
 * Creates an object store, or changes an existing one to match its declaration without losing data.
 *
 * @throws what `ensureBucket` throws
 */
export async function ensureObjectStore(
  nc: NatsConnection,
  declaration: ObjectStoreDeclaration,
  options: EnsureObjectStoreOptions = {},
): Promise<EnsureOutcome> {
  assertKnownOptions('ensureObjectStore', declaration, declarationNames);
  assertKnownOptions('ensureObjectStore', options, ensureOptionNames);
  const wanted = buildConfig(declaration, options);
  const allowShrink = options.allowShrink ?? declaration.allowShrink ?? false;
  return ensureStream(nc, { bucket: declaration.name, wanted, allowShrink }, options);
}

/**
 * Deletes an object store and all its objects. Resolves to `false` if the store does not exist.
 *
 * @throws `INVALID_CONFIGURATION` when an option does not exist
 */
export async function deleteObjectStore(
  nc: NatsConnection,
  name: string,
  options: JetStreamAccess = {},
): Promise<boolean> {
  assertKnownOptions('deleteObjectStore', options, accessNames);
  assertBucketName(name);
  return deleteStream(nc, { bucket: name, stream: objectStream(name) }, options);
}
