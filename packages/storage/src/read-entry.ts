import type { Msg } from '@nats-io/nats-core';
import { assertKnownOptions, type MaybePromise, whenReady } from '@symphony-ts/contract';
import { firstAttemptTimeMs } from './attempt-time.js';
import { type GetOptions, getOptionNames } from './bucket.js';
import type { BucketContext } from './bucket-context.js';
import type { KeyValueEntry } from './entry.js';
import { assertStoredKey } from './key.js';
import type { FailedAttempt } from './persist.js';
import { directSubject, readDirectReply, readMessage } from './read-message.js';
import { Cancellation } from './requests/cancellation.js';
import type { Ask } from './requests/pending-request.js';
import { requestsOf } from './requests/request-multiplexer.js';
import { decodeChange, type StoredMessage } from './stored-message.js';

const NOTHING = new Uint8Array(0);
const NO_OPTIONS: GetOptions = {};

type Found<T> = KeyValueEntry<T> | undefined;

/** See `KeyValueBucket.get`. */
export function readEntry<T>(
  context: BucketContext<T>,
  key: string,
  options: GetOptions = NO_OPTIONS,
): Promise<Found<T>> {
  try {
    assertKnownOptions('get', options, getOptionNames);
    const { revision, consistent, signal } = options;
    assertStoredKey(context.bucket, key);
    if (revision !== undefined && !(Number.isSafeInteger(revision) && revision >= 1)) return Promise.resolve(undefined);
    const isPlain = context.layout.isDirect && revision === undefined && !consistent && !signal?.aborted;
    return isPlain
      ? requestsOf(context.nc).request(new LatestEntry(context, key, options))
      : read(context, key, options);
  } catch (error) {
    return Promise.reject(error);
  }
}

async function read<T>(
  context: BucketContext<T>,
  key: string,
  options: GetOptions,
  failed?: FailedAttempt,
): Promise<Found<T>> {
  return decode(context, await readMessage(context, key, options, failed));
}

/** The entry of a message; `undefined` for a removal. */
function decode<T>({ codec }: BucketContext<T>, message: StoredMessage | undefined): MaybePromise<Found<T>> {
  if (message?.operation !== 'put') return undefined;
  return whenReady(decodeChange(codec, message), (change) => (change.operation === 'put' ? change : undefined));
}

/** The single request of most reads. Its reply is decoded as it arrives. Other cases are read step by step. */
class LatestEntry<T> implements Ask<Found<T>> {
  readonly subject: string;
  readonly data = NOTHING;
  readonly timeoutMs: number;
  readonly cancellations: Ask<unknown>['cancellations'];
  readonly #context: BucketContext<T>;
  readonly #key: string;
  readonly #options: GetOptions;
  readonly #since = performance.now();
  /** The revision that this connection had seen before it asked. */
  readonly #known: number;

  constructor(context: BucketContext<T>, key: string, options: GetOptions) {
    const { signal } = options;
    this.subject = directSubject(context, key);
    this.timeoutMs = firstAttemptTimeMs(context.timeoutMs);
    this.cancellations = signal && [Cancellation.of(signal)];
    this.#context = context;
    this.#key = key;
    this.#options = options;
    this.#known = context.seen.atLeast(key);
  }

  read(reply: Msg): MaybePromise<Found<T>> {
    const { bucket, layout, seen } = this.#context;
    const found = readDirectReply(bucket, layout.storedPrefix, reply);
    const revision = found?.revision ?? 0;
    // A copy that is behind is not believed.
    if (revision < this.#known) return read(this.#context, this.#key, this.#options);
    if (revision > 0) seen.note(this.#key, revision);
    return decode(this.#context, found);
  }

  recover(error: unknown): Promise<Found<T>> {
    return read(this.#context, this.#key, this.#options, { error, since: this.#since });
  }
}
