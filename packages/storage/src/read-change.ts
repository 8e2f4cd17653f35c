import { toError } from '@symphony-ts/contract';
import type { ReadManyOptions } from './bucket.js';
import type { KeyValueChange } from './entry.js';
import { decodeChange, type StoredMessage } from './stored-message.js';
import type { ValueCodec } from './value-codec.js';

/** `decodeChange`. A value that does not match its schema goes to `onInvalid`, if that is given. */
export async function readChange<T>(
  codec: ValueCodec<T>,
  message: StoredMessage,
  onInvalid: ReadManyOptions['onInvalid'],
): Promise<KeyValueChange<T> | undefined> {
  try {
    return await decodeChange(codec, message);
  } catch (error) {
    if (!onInvalid) throw error;
    onInvalid(toError(error));
    return undefined;
  }
}
