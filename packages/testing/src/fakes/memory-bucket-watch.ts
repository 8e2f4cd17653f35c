import { assertKnownOptions } from '@symphony-ts/contract';
import type { KeyValueChange, WatchOptions } from '@symphony-ts/storage';
import {
  assertFilter,
  filterCovers,
  readChange,
  type StoredMessage,
  type ValueCodec,
  watchOptionNames,
} from '@symphony-ts/storage/internal';
import type { MemoryLog } from './memory-bucket-log.js';
import type { MemoryLink } from './memory-link.js';

/** A queue that is filled by a listener and read by a loop. */
class Inbox {
  readonly #messages: StoredMessage[];
  readonly #link: MemoryLink;
  readonly #stopListening: () => void;
  #wake: (() => void) | undefined;
  #isClosed = false;

  constructor(messages: readonly StoredMessage[], link: MemoryLink) {
    this.#messages = [...messages];
    this.#link = link;
    this.#stopListening = link.listen(() => this.#wake?.());
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
    this.#stopListening();
    this.#wake?.();
  }

  /** Waits for the link and for the next message. Resolves to `undefined` once the watch is closed. */
  async take(): Promise<StoredMessage | undefined> {
    while (!this.#isClosed && (this.#messages.length === 0 || !this.#link.isUp)) {
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
  readonly link: MemoryLink;
  /** Waits for the link at the beginning. */
  readonly connected: () => Promise<void> | undefined;
}

/** `KeyValueBucket.watch` over a log in memory. */
export async function* watchLog<T>(
  { bucket, log, codec, link, connected }: MemoryWatch<T>,
  filter: string,
  options: WatchOptions,
): AsyncGenerator<KeyValueChange<T>> {
  assertKnownOptions('watch', options, watchOptionNames);
  assertFilter(bucket, filter);
  const { signal } = options;
  await connected();
  const isWanted = ({ key }: StoredMessage): boolean => filterCovers(filter, key);
  const inbox = new Inbox(initialMessages(log, options).filter(isWanted), link);
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
    inbox.close();
    stopListening();
  }
}
