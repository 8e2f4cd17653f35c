import type { StreamInfo } from '@nats-io/jetstream';
import { assertName } from '../api/api-subject.js';
import type { ManagerContext } from '../api/manager-context.js';
import { isNameEntry, readPages } from '../api/paged-list.js';
import { isJetStreamManagerError, type JetStreamManagerError } from '../errors/manager-error.js';
import { call } from '../errors/to-manager-error.js';
import { buildStreamMatcher } from '../query/stream-query.js';
import { loadStreamInfo } from './exact-stream-info.js';
import { Stream } from './stream.js';
import { buildStreamConfig, defaultStream, type NamedStreamSettings, type StreamSettings } from './stream-config.js';
import { createStream, updateStream } from './write-stream.js';

/** The streams of an account, and those the cluster knows of but could not report. */
export interface StreamList {
  /** The streams, by name. */
  readonly streams: readonly Stream[];
  /** Names no server answered for in time. */
  readonly missing: readonly string[];
  /** Names of offline streams, each with the server's reason. */
  readonly offline: Readonly<Record<string, string>>;
  /** Names of streams that are there but cannot be held here, such as one whose sequences are beyond 2^53, and why. */
  readonly unreadable: ReadonlyMap<string, JetStreamManagerError>;
}

/** Which streams to list. */
export interface StreamFilter {
  /** Only streams that store messages on this subject, wildcards allowed. */
  readonly subject?: string;
}

/** Makes, loads and lists the streams of an account. */
export class Streams {
  readonly #context: ManagerContext;

  constructor(context: ManagerContext) {
    this.#context = context;
  }

  /**
   * Creates a stream from `settings` and, for the rest, from `template`. This may be the `config` of another stream. Default:
   * {@link defaultStream}. If there is a stream of that name with the same settings, it is returned.
   *
   * @throws `STREAM_EXISTS` when there is a stream of that name with other settings
   */
  async create(settings: NamedStreamSettings, template: StreamSettings = defaultStream): Promise<Stream> {
    assertName(settings.name, 'stream');
    const config = buildStreamConfig(settings, template);
    return new Stream(this.#context, await createStream(this.#context, config));
  }

  /**
   * Loads the stream `name`, even if it has numbers beyond 2^53.
   *
   * @throws `STREAM_NOT_FOUND` when it does not exist
   */
  async load(name: string): Promise<Stream> {
    assertName(name, 'stream');
    return new Stream(this.#context, await this.#read(name));
  }

  /** The stream as it is, or a new one. An existing stream is not changed, whatever the settings say. */
  async loadOrCreate(settings: NamedStreamSettings, template: StreamSettings = defaultStream): Promise<Stream> {
    try {
      return await this.load(settings.name);
    } catch (error) {
      if (!isJetStreamManagerError(error, 'STREAM_NOT_FOUND')) throw error;
      return this.create(settings, template);
    }
  }

  /** Changes the given settings of a stream and leaves the others. */
  async update(name: string, changes: StreamSettings): Promise<Stream> {
    assertName(name, 'stream');
    return new Stream(this.#context, await updateStream(this.#context, name, changes));
  }

  /** Whether the stream exists. */
  async exists(name: string): Promise<boolean> {
    try {
      await this.load(name);
      return true;
    } catch (error) {
      if (isJetStreamManagerError(error, 'STREAM_NOT_FOUND')) return false;
      throw error;
    }
  }

  /** Deletes a stream with its messages and consumers. */
  async delete(name: string): Promise<void> {
    assertName(name, 'stream');
    await call(`delete stream ${name}`, () => this.#context.jsm.streams.delete(name));
  }

  /** Names of all streams, sorted. */
  async names(filter: StreamFilter = {}): Promise<readonly string[]> {
    const { items } = await readPages(this.#context.requestText, {
      subject: 'STREAM.NAMES',
      field: 'streams',
      filter,
      isEntry: isNameEntry,
    });
    return [...items].sort();
  }

  /**
   * The streams that match a query, such as `replicas < 3 and idle > 1h` or `subject ~ orders.> and not mirror`.
   *
   * @throws `INVALID_QUERY` when the query cannot be read; the error names the known fields
   */
  async query(query: string, filter: StreamFilter = {}): Promise<StreamList> {
    const matches = buildStreamMatcher(query, Date.now());
    const list = await this.list(filter);
    return { ...list, streams: list.streams.filter((stream) => matches(stream.lastInfo)) };
  }

  async #read(name: string): Promise<StreamInfo> {
    try {
      return await call(`load stream ${name}`, () => this.#context.jsm.streams.info(name));
    } catch (error) {
      if (!isJetStreamManagerError(error, 'UNSAFE_INTEGER')) throw error;
      // True but for the numbers that do not fit, which the stream refuses to give.
      return (await loadStreamInfo(this.#context, name)) as StreamInfo;
    }
  }

  /** All streams with their state, and those that are missing or offline. */
  async list(filter: StreamFilter = {}): Promise<StreamList> {
    const { items, ...trouble } = await readPages(this.#context.requestText, {
      subject: 'STREAM.LIST',
      field: 'streams',
      filter,
      isEntry: isStreamInfo,
    });
    return { streams: items.map((info) => new Stream(this.#context, info)), ...trouble };
  }
}

const isStreamInfo = (entry: unknown): entry is StreamInfo => {
  const { config, state } = (entry ?? {}) as { config?: { name?: unknown } | null; state?: unknown };
  return typeof config?.name === 'string' && typeof state === 'object' && state !== null;
};
