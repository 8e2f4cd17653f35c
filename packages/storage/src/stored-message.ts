import type { JsMsg } from '@nats-io/jetstream';
import { whenReady } from '@symphony-ts/contract';
import type { KeyValueChange } from './entry.js';
import { type Headers, HeaderText } from './requests/header-text.js';
import type { ValueCodec } from './value-codec.js';

/** Header of a removal, and its values. @see NATS ADR-8 */
export const OPERATION_HEADER = 'KV-Operation';
export const operations = { delete: 'DEL', purge: 'PURGE' } as const;
/** Header of a removal that the server itself made, because of age or a purge of the stream. @see NATS ADR-48 */
const MARKER_HEADER = 'Nats-Marker-Reason';

/** A message of the bucket's stream. Its value is still bytes. */
export interface StoredMessage {
  readonly key: string;
  readonly revision: number;
  readonly created: Date;
  readonly operation: 'put' | 'delete' | 'purge';
  readonly data: Uint8Array;
}

export function operationOf(headers: Headers | undefined): StoredMessage['operation'] {
  if (!headers) return 'put';
  const written = headers.get(OPERATION_HEADER);
  if (written === operations.delete) return 'delete';
  if (written === operations.purge) return 'purge';
  const marker = headers.get(MARKER_HEADER);
  if (marker === 'Remove') return 'delete';
  return marker === '' ? 'put' : 'purge';
}

/** Reads a message from a consumer. `prefix` is the part before the key in the subject. */
export const fromDelivered = (prefix: string, message: JsMsg): StoredMessage => ({
  key: message.subject.slice(prefix.length),
  revision: message.seq,
  created: message.time,
  operation: operationOf(HeaderText.of(message) ?? message.headers),
  data: message.data,
});

/** Reads the value, if there is one. @throws `INVALID_VALUE` */
export function decodeChange<T>(
  codec: ValueCodec<T>,
  message: StoredMessage,
): KeyValueChange<T> | Promise<KeyValueChange<T>> {
  const { key, revision, created, operation } = message;
  if (operation !== 'put') return { key, value: undefined, revision, created, operation };
  return whenReady(codec.decode(key, message.data), (value) => ({ key, value, revision, created, operation }));
}
