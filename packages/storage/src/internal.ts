export { abortable, assertNotAborted } from './abort.js';
export { BatchTally, iterateEntries } from './batch.js';
export { assertBucketName } from './bucket-name.js';
export { guardMessages } from './guard/message-guard.js';
export { assertFilter, assertKey, filterCovers, isFilter, isKey } from './key.js';
export { ensureManifestBucket } from './manifest-bucket.js';
export { assertWindow } from './run-pipeline.js';
export { readChange } from './read-change.js';
export { createValueCodec } from './value-codec.js';

export type { MessageGuard } from './guard/message-guard.js';
export type { StoredMessage } from './stored-message.js';
export type { ValueCodec } from './value-codec.js';
