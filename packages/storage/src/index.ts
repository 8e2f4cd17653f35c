export { deleteBucket, ensureBucket } from './ensure-bucket.js';
export { deleteObjectStore, ensureObjectStore } from './ensure-object-store.js';
export { openBucket } from './open-bucket.js';
export { openObjectStore } from './open-object-store.js';

export type { BatchEntries, BatchOptions, BatchProgress, BatchResult, Keys } from './batch.js';
export type { BucketDeclaration, BucketRepublish, BucketTraits } from './bucket-declaration.js';
export type {
  CallOptions,
  GetOptions,
  KeyValueBucket,
  ReadManyOptions,
  RemoveOptions,
  WatchOptions,
} from './bucket.js';
export type { EnsureBucketOptions, EnsureOutcome, JetStreamAccess } from './ensure-bucket.js';
export type { EnsureObjectStoreOptions, ObjectStoreDeclaration } from './ensure-object-store.js';
export type { KeyValueChange, KeyValueEntry, KeyValueRemoval } from './entry.js';
export type {
  ObjectData,
  ObjectInfo,
  ObjectStore,
  PutObjectOptions,
  StoredObject,
  WatchObjectsOptions,
} from './object-store.js';
export type { OpenBucketOptions } from './open-bucket.js';
export type { OpenObjectStoreOptions } from './open-object-store.js';
export type { ValueOf, ValueOptions } from './value-codec.js';
