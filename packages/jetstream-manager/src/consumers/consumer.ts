import type { ClusterInfo, ConsumerConfig, ConsumerInfo, JsMsg, SequenceInfo } from '@nats-io/jetstream';
import type { ManagerContext } from '../api/manager-context.js';
import { versionOfAnswer } from '../connection/answering-version.js';
import { assertFeature } from '../connection/server-version.js';
import { assertStepDownSupported, type StepDownPlacement } from '../connection/step-down.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { call } from '../errors/to-manager-error.js';
import { HeldInfo } from '../json/held-info.js';
import { assertSequence } from '../json/safe-json.js';
import type { ConsumerSettings } from './consumer-config.js';
import { type ExactConsumerInfo, loadConsumerInfo } from './exact-consumer-info.js';
import { type NextMessageOptions, nextMessage } from './next-message.js';
import { updateConsumer } from './write-consumer.js';

/** Whether a consumer is paused, and until when. */
export interface PauseState {
  /** Whether delivery is paused now. */
  readonly paused: boolean;
  /** End of the pause; absent when the consumer is not paused. */
  readonly until?: Date;
}

/**
 * One consumer on the server. `config` and the `is…` properties describe the consumer as it was last read.
 * {@link Consumer.info}, {@link Consumer.update} and {@link Consumer.reset} read it again.
 */
export class Consumer {
  readonly #context: ManagerContext;
  #held: HeldInfo<ConsumerInfo>;

  constructor(context: ManagerContext, info: ConsumerInfo) {
    this.#context = context;
    this.#held = hold(info);
  }

  /** Name of the consumer. */
  get name(): string {
    return this.#held.raw.name;
  }

  /** Name of the stream of this consumer. */
  get streamName(): string {
    return this.#held.raw.stream_name;
  }

  /**
   * The configuration from the last read.
   *
   * @throws `UNSAFE_INTEGER` when it contains a number beyond 2^53; use {@link Consumer.exactInfo} for such numbers
   */
  get config(): Readonly<ConsumerConfig> {
    return this.#held.config;
  }

  /**
   * The information from the last read. This property sends no request.
   *
   * @throws `UNSAFE_INTEGER` when it contains a number beyond 2^53; use {@link Consumer.exactInfo} for such numbers
   */
  get lastInfo(): Readonly<ConsumerInfo> {
    return this.#held.info;
  }

  /** Whether this is a pull consumer: clients request the messages. */
  get isPull(): boolean {
    return !this.#settings.deliver_subject;
  }

  /** Whether this is a push consumer: the server delivers messages to a subject. */
  get isPush(): boolean {
    return !this.isPull;
  }

  /** Whether the consumer has a durable name. */
  get isDurable(): boolean {
    return Boolean(this.#settings.durable_name);
  }

  /** Whether the consumer has no durable name. The server deletes such a consumer when nobody uses it. */
  get isEphemeral(): boolean {
    return !this.isDurable;
  }

  /** Whether the server publishes metric events about a sample of the acknowledgements. */
  get isSampled(): boolean {
    return Boolean(this.#settings.sample_freq);
  }

  /** Whether the consumer delivers headers without payloads. */
  get isHeadersOnly(): boolean {
    return this.#settings.headers_only === true;
  }

  /** Whether the consumer was paused when it was last read. */
  get isPaused(): boolean {
    return this.#held.raw.paused === true;
  }

  /** Whether a client gets messages only when the number of waiting messages reaches the limit in its request. */
  get isOverflowPriority(): boolean {
    return this.#settings.priority_policy === 'overflow';
  }

  /** Whether the consumer delivers to one client at a time. */
  get isPinnedClientPriority(): boolean {
    return this.#settings.priority_policy === 'pinned_client';
  }

  /** Subject for pull requests to this consumer. */
  get nextSubject(): string {
    return `${this.#context.prefixes.api}.CONSUMER.MSG.NEXT.${this.streamName}.${this.name}`;
  }

  /** Subject of the acknowledgement samples; `undefined` if the consumer is not sampled. */
  get ackSampleSubject(): string | undefined {
    return this.isSampled
      ? `${this.#context.prefixes.event}.METRIC.CONSUMER.ACK.${this.streamName}.${this.name}`
      : undefined;
  }

  /** A wildcard subject that matches all advisories about this consumer. */
  get advisorySubject(): string {
    return `${this.#context.prefixes.event}.ADVISORY.CONSUMER.*.${this.streamName}.${this.name}`;
  }

  /** A wildcard subject that matches all metrics about this consumer. */
  get metricSubject(): string {
    return `${this.#context.prefixes.event}.METRIC.CONSUMER.*.${this.streamName}.${this.name}`;
  }

  /** Reads the consumer from the server. */
  async info(): Promise<ConsumerInfo> {
    this.#held = hold(await this.#call('info', () => this.#context.jsm.consumers.info(this.streamName, this.name)));
    return this.#held.info;
  }

  /** Reads the consumer from the server. Each integer is exact: a `bigint` beyond 2^53, otherwise a `number`. */
  async exactInfo(): Promise<ExactConsumerInfo> {
    // The server is trusted here: the fields are those of its API, which the schemas of this package describe.
    return (await loadConsumerInfo(this.#context, this.streamName, this.name)) as ExactConsumerInfo;
  }

  /** Reads the last delivered sequences from the server. */
  async delivered(): Promise<SequenceInfo> {
    return (await this.info()).delivered;
  }

  /** Reads the acknowledgement floor from the server. Every message up to these sequences is acknowledged. */
  async ackFloor(): Promise<SequenceInfo> {
    return (await this.info()).ack_floor;
  }

  /** Reads the number of messages that are not delivered yet. */
  async pendingMessages(): Promise<number> {
    return (await this.info()).num_pending;
  }

  /** Reads the number of messages that are delivered but not acknowledged. */
  async pendingAcks(): Promise<number> {
    return (await this.info()).num_ack_pending;
  }

  /** Reads the number of pull requests that wait for a message. */
  async waitingPulls(): Promise<number> {
    return (await this.info()).num_waiting;
  }

  /** Reads the number of messages that were delivered more than once and are not acknowledged. */
  async redelivered(): Promise<number> {
    return (await this.info()).num_redelivered;
  }

  /** Reads the leader and the replicas from the server; `undefined` on a single server. */
  async cluster(): Promise<ClusterInfo | undefined> {
    return (await this.info()).cluster;
  }

  /**
   * Changes the given settings. All other settings stay as they are.
   *
   * @throws `API_ERROR` when the server cannot apply a setting
   */
  async update(changes: ConsumerSettings): Promise<this> {
    this.#held = hold(await updateConsumer(this.#context, this.streamName, this.name, changes));
    return this;
  }

  /** Deletes the consumer and its state. */
  async delete(): Promise<void> {
    await this.#call('delete', () => this.#context.jsm.consumers.delete(this.streamName, this.name));
  }

  /**
   * Pulls the next message. Acknowledge it with its `ack()`, `nak()`, `working()` or `term()`. The result is
   * `undefined` if no message arrives in time. Pull consumers only.
   */
  async nextMessage(options: NextMessageOptions = {}): Promise<JsMsg | undefined> {
    if (this.isPush) {
      throw new JetStreamManagerError(
        'INVALID_ARGUMENT',
        `${this.name} is a push consumer; subscribe to ${this.#settings.deliver_subject}`,
      );
    }
    return nextMessage(this.#context, this.#held.raw, options);
  }

  /** Stops delivery until the given time. Needs nats-server 2.11. */
  async pause(until: Date): Promise<PauseState> {
    assertFeature(this.#version, 'consumerPause');
    const reply = await this.#call('pause', () => this.#context.jsm.consumers.pause(this.streamName, this.name, until));
    return {
      paused: reply.paused,
      ...(reply.paused && reply.pause_until ? { until: new Date(reply.pause_until) } : {}),
    };
  }

  /** Ends a pause. Needs nats-server 2.11. */
  async resume(): Promise<void> {
    assertFeature(this.#version, 'consumerPause');
    await this.#call('resume', () => this.#context.jsm.consumers.resume(this.streamName, this.name));
  }

  /** Unpins the client of a priority group, so that another client can take over. Needs nats-server 2.11. */
  async unpin(group: string): Promise<void> {
    assertFeature(this.#version, 'consumerUnpin');
    await this.#call('unpin', () => this.#context.jsm.consumers.unpin(this.streamName, this.name, group));
  }

  /**
   * Moves the consumer: the next delivery starts at `sequence`, or just above the acknowledgement floor if you omit it.
   * Returns the sequence of the new start. Needs nats-server 2.14.
   */
  async reset(sequence?: number): Promise<number> {
    assertFeature(this.#version, 'consumerReset');
    if (sequence !== undefined) assertSequence(sequence, 'sequence');
    const reply = await this.#call('reset', () =>
      this.#context.jsm.consumers.reset(this.streamName, this.name, sequence),
    );
    const { reset_seq, ...info } = reply;
    this.#held = hold(info);
    return reset_seq;
  }

  /** Makes the leader of the consumer step down. Clustered consumers only. */
  async stepDown(placement?: StepDownPlacement): Promise<void> {
    assertStepDownSupported(this.#version, placement);
    await this.#context.request(
      `CONSUMER.LEADER.STEPDOWN.${this.streamName}.${this.name}`,
      placement === undefined ? undefined : { placement },
    );
  }

  /** The version of the server that sent the last information about the consumer. */
  get #version(): string {
    return versionOfAnswer(this.#held.raw, this.#context.serverVersion());
  }

  /** The configuration. The `is…` properties read only fields that cannot be beyond 2^53. */
  get #settings(): Readonly<ConsumerConfig> {
    return this.#held.raw.config;
  }

  #call<T>(verb: string, run: () => Promise<T>): Promise<T> {
    return call(`${verb} consumer ${this.streamName} > ${this.name}`, run);
  }
}

const hold = (info: ConsumerInfo): HeldInfo<ConsumerInfo> =>
  new HeldInfo(info, `consumer ${info.stream_name} > ${info.name}`);
