import type { StreamInfo } from '@nats-io/jetstream';
import { assertName } from '../api/api-subject.js';
import type { ManagerContext } from '../api/manager-context.js';
import { isNameEntry, readPages } from '../api/paged-list.js';
import { isJetStreamManagerError, type JetStreamManagerError } from '../errors/manager-error.js';
import { call } from '../errors/to-manager-error.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { buildStreamMatcher } from '../query/stream-query.js';
import { loadStreamInfo } from './exact-stream-info.js';
import { Stream } from './stream.js';
import { buildStreamConfig, defaultStream, type NamedStreamSettings, type StreamSettings } from './stream-config.js';
import { createStream, updateStream } from './write-stream.js';

/** The streams of an account, including the names of those that the cluster could not report. */
export interface StreamList {
  /** The streams, sorted by name. */
  readonly streams: readonly Stream[];
  /** Names of streams for which no server answered in time. */
  readonly missing: readonly string[];
  /** Names of offline streams, each with the reason that the server gives. */
  readonly offline: Readonly<Record<string, string>>;
  /**
   * Names of streams that exist but cannot be represented here, each with the error. An example is a stream with
   * sequences beyond 2^53.
   */
  readonly unreadable: ReadonlyMap<string, JetStreamManagerError>;
}

/** Which streams to list. */
export interface StreamFilter {
  /** Only streams that store messages on this subject, wildcards allowed. */
  readonly subject?: string;
}

const streamFilterNames = {
  subject: true,
} as const satisfies OptionNames<StreamFilter>;

/** Creates, loads and lists the streams of an account. */
export class Streams {
  readonly #context: ManagerContext;

  constructor(context: ManagerContext) {
    this.#context = context;
  }

  /**
   * Creates a stream from `settings`. `template` supplies all other settings; it may be the `config` of another stream.
   * Default: {@link defaultStream}. If a stream of that name exists with the same settings, it is returned.
   *
   * @throws `STREAM_EXISTS` when a stream of that name exists with other settings
   */
  async create(settings: NamedStreamSettings, template: StreamSettings = defaultStream): Promise<Stream> {
    assertName(settings.name, 'stream');
    const config = buildStreamConfig(settings, template);
    return new Stream(this.#context, await createStream(this.#context, config));
  }

  /**
   * Loads the stream `name`. This also works for a stream with numbers beyond 2^53.
   *
   * @throws `STREAM_NOT_FOUND` when it does not exist
   */
  async load(name: string): Promise<Stream> {
    assertName(name, 'stream');
    return new Stream(this.#context, await this.#read(name));
  }

  /** Loads the stream, or creates it. An existing stream is not changed, even if it has other settings. */
  async loadOrCreate(settings: NamedStreamSettings, template: StreamSettings = defaultStream): Promise<Stream> {
    try {
      return await this.load(settings.name);
    } catch (error) {
      if (!isJetStreamManagerError(error, 'STREAM_NOT_FOUND')) throw error;
      return this.create(settings, template);
    }
  }

  /** Changes the given settings of a stream. All other settings stay as they are. */
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

  /** Deletes a stream, its messages and its consumers. */
  async delete(name: string): Promise<void> {
    assertName(name, 'stream');
    await call(`delete stream ${name}`, () => this.#context.jsm.streams.delete(name));
  }

  /** Lists the names of all streams, sorted. */
  async names(filter: StreamFilter = {}): Promise<readonly string[]> {
    assertKnownOptions('streams.names', filter, streamFilterNames);
    const { items } = await readPages(this.#context.requestText, {
      subject: 'STREAM.NAMES',
      field: 'streams',
      filter,
      isEntry: isNameEntry,
    });
    return [...items].sort();
  }

  /**
   * Finds the streams that match a query, such as `replicas < 3 and idle > 1h` or `subject ~ orders.> and not mirror`.
   *
   * @throws `INVALID_QUERY` when the query cannot be read; the error names the known fields
   */
  async query(query: string, filter: StreamFilter = {}): Promise<StreamList> {
    assertKnownOptions('streams.query', filter, streamFilterNames);
    const matches = buildStreamMatcher(query, Date.now());
    const list = await this.list(filter);
    return { ...list, streams: list.streams.filter((stream) => matches(stream.lastInfo)) };
  }

  async #read(name: string): Promise<StreamInfo> {
    try {
      return await call(`load stream ${name}`, () => this.#context.jsm.streams.info(name));
    } catch (error) {
      if (!isJetStreamManagerError(error, 'UNSAFE_INTEGER')) throw error;
      // The type is true except for numbers beyond 2^53. The stream refuses to return those.
      return (await loadStreamInfo(this.#context, name)) as StreamInfo;
    }
  }

  /** Lists all streams with their state, including those that are missing or offline. */
  async list(filter: StreamFilter = {}): Promise<StreamList> {
    assertKnownOptions('streams.list', filter, streamFilterNames);
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
