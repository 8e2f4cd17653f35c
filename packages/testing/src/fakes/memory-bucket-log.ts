import type { StoredMessage } from '@symphony-ts/storage/internal';

export interface MemoryLogLimits {
  /** Revisions kept of each key, from 1. */
  readonly history: number;
  /** How long a message lives; 0 means forever. */
  readonly ttlMs: number;
  /** Most bytes of keys and values together; 0 means no limit. Beyond it, the oldest messages are dropped. */
  readonly maxBytes: number;
}

type Written = Pick<StoredMessage, 'key' | 'operation' | 'data'>;

const sizeOf = ({ key, data }: StoredMessage): number => key.length + data.length;

/**
 * Does the work of the stream behind a bucket: numbered messages in order, limited in number and size, and reported to
 * listeners.
 */
export class MemoryLog {
  #limits: MemoryLogLimits;
  readonly #now: () => number;
  readonly #listeners = new Set<(message: StoredMessage) => void>();
  /** By revision, so oldest first. */
  readonly #messages = new Map<number, StoredMessage>();
  readonly #revisionsOf = new Map<string, number[]>();
  #revision = 0;
  #bytes = 0;

  constructor(limits: MemoryLogLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Sets other limits. They hold from the next message on. */
  limit(limits: MemoryLogLimits): void {
    this.#limits = limits;
  }

  append({ key, operation, data }: Written): number {
    const created = new Date(this.#now());
    const message = { key, operation, data: data.slice(), created, revision: ++this.#revision };
    this.#messages.set(message.revision, message);
    this.#bytes += sizeOf(message);
    const revisions = this.#revisionsOf.get(key) ?? [];
    this.#revisionsOf.set(key, revisions);
    this.#trim(revisions, operation === 'purge' ? 0 : this.#limits.history - 1);
    revisions.push(message.revision);
    this.#discardOldest();
    for (const listener of this.#listeners) listener(message);
    return message.revision;
  }

  /** All that is kept, oldest first. */
  messages(): readonly StoredMessage[] {
    this.#expire();
    return [...this.#messages.values()];
  }

  at(revision: number): StoredMessage | undefined {
    this.#expire();
    return this.#messages.get(revision);
  }

  last(key: string): StoredMessage | undefined {
    const revision = this.#revisionsOf.get(key)?.at(-1);
    return revision === undefined ? undefined : this.at(revision);
  }

  /** The last message of each key, in the order they were written. */
  lastOfEach(): readonly StoredMessage[] {
    return this.messages().filter(({ key, revision }) => this.#revisionsOf.get(key)?.at(-1) === revision);
  }

  /** Calls `listener` for each message from now on. Returns the function that ends that. */
  listen(listener: (message: StoredMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #trim(revisions: number[], keep: number): void {
    for (const revision of revisions.splice(0, Math.max(0, revisions.length - keep))) {
      const message = this.#messages.get(revision);
      if (!message) continue;
      this.#messages.delete(revision);
      this.#bytes -= sizeOf(message);
    }
  }

  #discardOldest(): void {
    const { maxBytes } = this.#limits;
    if (maxBytes === 0) return;
    for (const message of this.#messages.values()) {
      if (this.#bytes <= maxBytes || this.#messages.size === 1) return;
      this.#drop(message);
    }
  }

  #expire(): void {
    const { ttlMs } = this.#limits;
    if (ttlMs === 0) return;
    const oldest = this.#now() - ttlMs;
    for (const message of this.#messages.values()) {
      if (message.created.getTime() > oldest) return;
      this.#drop(message);
    }
  }

  /** The oldest of all is the oldest of its key. */
  #drop({ key }: StoredMessage): void {
    const revisions = this.#revisionsOf.get(key) ?? [];
    this.#trim(revisions, revisions.length - 1);
    if (revisions.length === 0) this.#revisionsOf.delete(key);
  }
}
