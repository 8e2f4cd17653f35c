import type { ConsumerInfo } from '@nats-io/jetstream';
import { assertName } from '../api/api-subject.js';
import type { ManagerContext } from '../api/manager-context.js';
import { isNameEntry, readPages } from '../api/paged-list.js';
import { isJetStreamManagerError, type JetStreamManagerError } from '../errors/manager-error.js';
import { call } from '../errors/to-manager-error.js';
import { buildConsumerMatcher } from '../query/consumer-query.js';
import { Consumer } from './consumer.js';
import { buildConsumerConfig, type ConsumerSettings, defaultConsumer, nameConsumer } from './consumer-config.js';
import { loadConsumerInfo } from './exact-consumer-info.js';
import { createConsumer } from './write-consumer.js';

/** The consumers of a stream, including the names of those that the cluster could not report. */
export interface ConsumerList {
  /** The consumers, sorted by name. */
  readonly consumers: readonly Consumer[];
  /** Names of consumers for which no server answered in time. */
  readonly missing: readonly string[];
  /** Names of offline consumers, each with the reason that the server gives. */
  readonly offline: Readonly<Record<string, string>>;
  /** Names of consumers that exist but cannot be represented here, each with the error. */
  readonly unreadable: ReadonlyMap<string, JetStreamManagerError>;
}

/** Creates, loads and lists the consumers of one stream. */
export class StreamConsumers {
  readonly #context: ManagerContext;
  readonly #stream: string;

  constructor(context: ManagerContext, stream: string) {
    this.#context = context;
    this.#stream = assertName(stream, 'stream');
  }

  /**
   * Creates a consumer from `settings`. `template` supplies all other settings. Default: {@link defaultConsumer}. The
   * consumer is durable if `durable_name` is set. It is a push consumer if `deliver_subject` is set.
   *
   * @throws `API_ERROR` when a consumer of that name exists with other settings
   */
  async create(settings: ConsumerSettings = {}, template: ConsumerSettings = defaultConsumer): Promise<Consumer> {
    const config = buildConsumerConfig(settings, template);
    assertName(config.name, 'consumer');
    const info = await createConsumer(this.#context, this.#stream, config);
    return new Consumer(this.#context, info);
  }

  /**
   * Loads the consumer `name`. This also works for a consumer with numbers beyond 2^53.
   *
   * @throws `CONSUMER_NOT_FOUND` or `STREAM_NOT_FOUND` when it does not exist
   */
  async load(name: string): Promise<Consumer> {
    assertName(name, 'consumer');
    return new Consumer(this.#context, await this.#read(name));
  }

  /**
   * Loads the consumer `name`, or creates it from `settings`. An existing consumer is not changed, even if it has other
   * settings. A `durable_name` in the settings must equal `name`; otherwise the call fails with `NAME_MISMATCH`.
   */
  async loadOrCreate(
    name: string,
    settings: ConsumerSettings = {},
    template: ConsumerSettings = defaultConsumer,
  ): Promise<Consumer> {
    const named = nameConsumer(name, settings);
    try {
      return await this.load(name);
    } catch (error) {
      if (!isJetStreamManagerError(error, 'CONSUMER_NOT_FOUND')) throw error;
      return this.create(named, template);
    }
  }

  /** Whether the consumer exists. */
  async exists(name: string): Promise<boolean> {
    try {
      await this.load(name);
      return true;
    } catch (error) {
      if (isJetStreamManagerError(error, 'CONSUMER_NOT_FOUND')) return false;
      throw error;
    }
  }

  /** Deletes the consumer `name` and its state. */
  async delete(name: string): Promise<void> {
    assertName(name, 'consumer');
    await call(`delete consumer ${this.#stream} > ${name}`, () =>
      this.#context.jsm.consumers.delete(this.#stream, name),
    );
  }

  /** Names of all consumers, sorted. */
  async names(): Promise<readonly string[]> {
    const { items } = await readPages(this.#context.requestText, {
      subject: `CONSUMER.NAMES.${this.#stream}`,
      field: 'consumers',
      isEntry: isNameEntry,
    });
    return [...items].sort();
  }

  /**
   * Finds the consumers that match a query, such as `pull and pending > 1000`.
   *
   * @throws `INVALID_QUERY` when the query cannot be read; the error names the known fields
   */
  async query(query: string): Promise<ConsumerList> {
    const matches = buildConsumerMatcher(query, Date.now());
    const list = await this.list();
    return { ...list, consumers: list.consumers.filter((consumer) => matches(consumer.lastInfo)) };
  }

  async #read(name: string): Promise<ConsumerInfo> {
    try {
      return await call(`load consumer ${this.#stream} > ${name}`, () =>
        this.#context.jsm.consumers.info(this.#stream, name),
      );
    } catch (error) {
      if (!isJetStreamManagerError(error, 'UNSAFE_INTEGER')) throw error;
      // The type is true except for numbers beyond 2^53. The consumer refuses to return those.
      return (await loadConsumerInfo(this.#context, this.#stream, name)) as ConsumerInfo;
    }
  }

  /** Lists all consumers with their state, including those that are missing or offline. */
  async list(): Promise<ConsumerList> {
    const { items, ...trouble } = await readPages(this.#context.requestText, {
      subject: `CONSUMER.LIST.${this.#stream}`,
      field: 'consumers',
      isEntry: isConsumerInfo,
    });
    return { consumers: items.map((info) => new Consumer(this.#context, info)), ...trouble };
  }
}

const isConsumerInfo = (entry: unknown): entry is ConsumerInfo => {
  const { name, config } = (entry ?? {}) as { name?: unknown; config?: unknown };
  return typeof name === 'string' && typeof config === 'object' && config !== null;
};
