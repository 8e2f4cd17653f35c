import type { GetOptions } from './bucket.js';
import type { BucketContext } from './bucket-context.js';
import type { KeyValueEntry } from './entry.js';
import { assertKey } from './key.js';
import { readMessage } from './read-message.js';
import { decodeChange } from './stored-message.js';

/** See `KeyValueBucket.get`. */
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
