import type { StoredMsg } from '@nats-io/jetstream';
import type { BucketContext } from './bucket-context.js';
import type { GetOptions } from './bucket.js';
import type { KeyValueEntry } from './entry.js';
import { assertKey } from './key.js';
import { attempt } from './storage-error.js';
import { decodeChange, fromStored, subjectPrefix, type StoredMessage } from './stored-message.js';

/** The latest message of a key, or that of one revision, a removal included. */
export async function readMessage<T>(
  context: BucketContext<T>,
  key: string,
  { revision, signal }: GetOptions = {},
): Promise<StoredMessage | undefined> {
  const { jsm, bucket, stream, timeoutMs } = context;
  const subject = subjectPrefix(bucket) + key;
  const query = revision === undefined ? { last_by_subj: subject } : { seq: revision };
  const stored: StoredMsg | null = await attempt({ jsm, bucket, operation: 'get', subject, timeoutMs, signal }, () =>
    jsm.direct.getMessage(stream, query),
  );
  // A revision is a number of the whole bucket, so it may be another key's.
  return stored === null || stored.subject !== subject ? undefined : fromStored(bucket, stored);
}

export async function readEntry<T>(
  context: BucketContext<T>,
  key: string,
  options: GetOptions = {},
): Promise<KeyValueEntry<T> | undefined> {
  assertKey(context.bucket, key);
  if (options.revision !== undefined && !(options.revision >= 1)) return undefined;
  const message = await readMessage(context, key, options);
  if (!message) return undefined;
  const change = await decodeChange(context.codec, message);
  return change.operation === 'put' ? change : undefined;
}
