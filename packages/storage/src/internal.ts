export { abortable, assertNotAborted } from './abort.js';
export { BatchTally, iterateEntries } from './batch.js';
export { assertBucketName } from './bucket-name.js';
export { assertFilter, assertKey, filterCovers, isFilter, isKey } from './key.js';
export { ensureManifestBucket } from './manifest-bucket.js';
export { assertWindow } from './run-pipeline.js';
export { readChange } from './read-change.js';
export { createValueCodec } from './value-codec.js';

export type { StoredMessage } from './stored-message.js';
export type { ValueCodec } from './value-codec.js';
