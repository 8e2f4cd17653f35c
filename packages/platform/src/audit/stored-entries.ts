import type { JetStreamClient } from '@nats-io/jetstream';

/** Where entries are, and how they are read. */
export interface EntrySource<T> {
  readonly js: JetStreamClient;
  readonly stream: string;
  /** Makes an entry of stored data. Throws if the data is not an entry. */
  readonly parse: (stored: unknown) => T;
}

/** Reads entries of a stream, each of which is JSON. */
export class StoredEntries<T> {
  readonly #source: EntrySource<T>;

  constructor(source: EntrySource<T>) {
    this.#source = source;
  }

  /** All entries, the oldest first: for keeping them elsewhere. */
  async *all(): AsyncGenerator<T> {
    const { js, stream, parse } = this.#source;
    const { messages } = (await (await js.jetstreamManager(false)).streams.info(stream)).state;
    if (messages === 0) return;
    const consumer = await js.consumers.get(stream);
    for await (const message of await consumer.consume()) {
      yield parse(message.json());
      if (message.info.pending === 0) return;
    }
  }

  /** The latest entries, newest first. */
  async latest(count: number): Promise<T[]> {
    const { js, stream, parse } = this.#source;
    const manager = await js.jetstreamManager(false);
    const { last_seq, first_seq } = (await manager.streams.info(stream)).state;
    const entries: T[] = [];
    for (let seq = last_seq; seq >= Math.max(1, first_seq) && entries.length < count; seq -= 1) {
      const stored = await manager.streams.getMessage(stream, { seq });
      if (stored) entries.push(parse(stored.json()));
    }
    return entries;
  }
}
