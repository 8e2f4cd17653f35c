import { isOpen, newRequest, type PendingWrite } from './pending-write.js';

/**
 * The running requests in the order of sending, in a ring as large as the window. A request keeps its place until all requests
 * before it are settled, because sending one again requires knowing what followed it.
 */
export class PendingWriteRing {
  readonly #slots: (PendingWrite | undefined)[];
  #oldest = 0;
  #next = 0;
  #bytes = 0;

  constructor(window: number) {
    this.#slots = Array.from({ length: window });
  }

  /** The number of used places. */
  get size(): number {
    return this.#next - this.#oldest;
  }

  /** Bytes of the values of unsettled requests. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a request. A place must be free. */
  add(key: string, data: Uint8Array, deadline: number): PendingWrite {
    const entry = newRequest(key, data, deadline);
    this.#slots[this.#next++ % this.#slots.length] = entry;
    this.#bytes += data.length;
    return entry;
  }

  settle(entries: readonly PendingWrite[], state: 'done' | 'failed'): void {
    for (const entry of entries) {
      entry.state = state;
      this.#bytes -= entry.data.length;
    }
    for (let first = this.oldest; first && !isOpen(first); first = this.oldest) {
      this.#slots[this.#oldest++ % this.#slots.length] = undefined;
    }
  }

  /** The oldest request that has a place. */
  get oldest(): PendingWrite | undefined {
    return this.#oldest < this.#next ? this.#slots[this.#oldest % this.#slots.length] : undefined;
  }

  /**
   * The requests that are neither done nor failed, oldest first. It is a copy, so you can settle requests while you read it.
   */
  open(): PendingWrite[] {
    return this.entries().filter(isOpen);
  }

  /** All requests with a place, oldest first. It is a copy, so you can settle them while you read it. */
  entries(): PendingWrite[] {
    const entries: PendingWrite[] = [];
    for (let number = this.#oldest; number < this.#next; number++) {
      const entry = this.#slots[number % this.#slots.length];
      if (entry) entries.push(entry);
    }
    return entries;
  }

  clear(): void {
    this.#slots.fill(undefined);
    this.#oldest = this.#next;
    this.#bytes = 0;
  }
}

export interface Resend {
  /** Requests to send again, oldest first. */
  readonly again: readonly PendingWrite[];
  /** Requests that must not be sent again: a later request for the same key is done, and they would undo it. */
  readonly overtaken: readonly PendingWrite[];
}

/**
 * What to do with the lost requests among the open ones. If a later request for the same key may be arriving at this moment, it
 * is left for the next time. Pure.
 */
export function planResend(entries: readonly PendingWrite[], isLost: (entry: PendingWrite) => boolean): Resend {
  const again: PendingWrite[] = [];
  const overtaken: PendingWrite[] = [];
  const done = new Set<string>();
  const arriving = new Set<string>();
  for (const entry of entries.toReversed()) {
    const { key, state } = entry;
    if (state === 'done') done.add(key);
    if (!isOpen(entry)) continue;
    if (!isLost(entry)) arriving.add(key);
    else if (done.has(key)) overtaken.push(entry);
    else if (!arriving.has(key)) again.push(entry);
  }
  return { again: again.toReversed(), overtaken };
}
