import type { KeyValueChange, WatchOptions } from '@symphony-ts/storage';
import {
  assertFilter,
  filterCovers,
  readChange,
  type StoredMessage,
  type ValueCodec,
} from '@symphony-ts/storage/internal';
import type { MemoryLog } from './memory-bucket-log.js';

/** A queue that is filled by a listener and read by a loop. */
class Inbox {
  readonly #messages: StoredMessage[];
  #wake: (() => void) | undefined;
  #isClosed = false;

  constructor(messages: readonly StoredMessage[]) {
    this.#messages = [...messages];
  }

  get size(): number {
    return this.#messages.length;
  }

  push(message: StoredMessage): void {
    this.#messages.push(message);
    this.#wake?.();
  }

  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }

  /** The next message, waited for; `undefined` once it is closed. */
  async take(): Promise<StoredMessage | undefined> {
    while (!this.#isClosed && this.#messages.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#isClosed ? undefined : this.#messages.shift();
  }
}

function initialMessages(log: MemoryLog, { since, initial }: WatchOptions): readonly StoredMessage[] {
  if (since !== undefined) return log.messages().filter(({ revision }) => revision > since);
  return initial === 'none' ? [] : log.lastOfEach();
}

export interface MemoryWatch<T> {
  readonly bucket: string;
  readonly log: MemoryLog;
  readonly codec: ValueCodec<T>;
}

/** `KeyValueBucket.watch` over a log in memory. */
export async function* watchLog<T>(
  { bucket, log, codec }: MemoryWatch<T>,
  filter: string,
  options: WatchOptions,
): AsyncGenerator<KeyValueChange<T>> {
  assertFilter(bucket, filter);
  const { signal } = options;
  const isWanted = ({ key }: StoredMessage): boolean => filterCovers(filter, key);
  const inbox = new Inbox(initialMessages(log, options).filter(isWanted));
  let initialLeft = inbox.size;
  const stopListening = log.listen((message) => {
    if (isWanted(message)) inbox.push(message);
  });
  const close = (): void => inbox.close();
  signal?.addEventListener('abort', close, { once: true });
  if (signal?.aborted) close();
  try {
    if (initialLeft === 0 && !signal?.aborted) options.onInitialDone?.();
    for (let message = await inbox.take(); message; message = await inbox.take()) {
      const change = await readChange(codec, message, options.onInvalid);
      if (change) yield change;
      if (--initialLeft === 0) options.onInitialDone?.();
    }
  } finally {
    signal?.removeEventListener('abort', close);
    stopListening();
  }
}
