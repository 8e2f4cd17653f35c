import type {
  ClusterInfo,
  DirectMsgRequest,
  PurgeOpts,
  StoredMsg,
  StreamConfig,
  StreamInfo,
  StreamInfoRequestOptions,
  StreamState,
} from '@nats-io/jetstream';
import { assertSubject } from '../api/api-subject.js';
import type { ManagerContext } from '../api/manager-context.js';
import { isInternalName, isKvBucketName, isMqttStateName, isObjectBucketName } from '../api/stream-kind.js';
import { versionOfAnswer } from '../connection/answering-version.js';
import { assertFeature } from '../connection/server-version.js';
import { assertStepDownSupported, type StepDownPlacement } from '../connection/step-down.js';
import { StreamConsumers } from '../consumers/stream-consumers.js';
import { ApiError } from '../errors/api-error.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { call } from '../errors/to-manager-error.js';
import { HeldInfo } from '../json/held-info.js';
import { assertMessageSequence, assertSequence } from '../json/safe-json.js';
import { type DirectBatchRequest, type DirectLastRequest, directBatch, directGet, directLast } from './direct-get.js';
import { type ExactStreamInfo, loadStreamInfo } from './exact-stream-info.js';
import type { StreamSettings } from './stream-config.js';
import { updateStream } from './write-stream.js';

/** What to purge; all fields may be combined except `seq` and `keep`. */
export interface PurgeRequest {
  /** Only messages on this subject, wildcards allowed. */
  readonly filter?: string;
  /** Only messages below this sequence. */
  readonly seq?: number;
  /** Leave this many of the newest messages. */
  readonly keep?: number;
}

/**
 * One stream on the server. `config` and the `is…` claims describe it as it was last read; {@link Stream.info},
 * {@link Stream.update} and {@link Stream.seal} read it again.
 */
export class Stream {
  readonly #context: ManagerContext;
  #held: HeldInfo<StreamInfo>;
  /** Makes, loads and lists the consumers of this stream. */
  readonly consumers: StreamConsumers;

  constructor(context: ManagerContext, info: StreamInfo) {
    this.#context = context;
    this.#held = hold(info);
    this.consumers = new StreamConsumers(context, info.config.name);
  }

  /** Name of the stream. */
  get name(): string {
    return this.#settings.name;
  }

  /**
   * The configuration, as it was last read. It can be a template for other streams.
   *
   * @throws `UNSAFE_INTEGER` when a number in it is beyond 2^53; {@link Stream.exactInfo} has it
   */
  get config(): Readonly<StreamConfig> {
    return this.#held.config;
  }

  /**
   * The information, as it was last read. It sends no request.
   *
   * @throws `UNSAFE_INTEGER` when a number in it is beyond 2^53; {@link Stream.exactInfo} has it
   */
  get lastInfo(): Readonly<StreamInfo> {
    return this.#held.info;
  }

  /** Whether it copies another stream. */
  get isMirror(): boolean {
    return this.#settings.mirror !== undefined;
  }

  /** Whether it copies from other streams. */
  get isSourced(): boolean {
    return (this.#settings.sources?.length ?? 0) > 0;
  }

  /** Whether nothing can be added or removed any more. */
  get isSealed(): boolean {
    return this.#settings.sealed;
  }

  /** Whether its files are compressed. */
  get isCompressed(): boolean {
    return this.#settings.compression !== undefined && this.#settings.compression !== 'none';
  }

  /** Whether it publishes stored messages again on another subject. */
  get isRepublishing(): boolean {
    return this.#settings.republish !== undefined;
  }

  /** Whether direct gets are allowed. */
  get isDirect(): boolean {
    return this.#settings.allow_direct;
  }

  /** Whether a key-value bucket, an object bucket or MQTT keeps its data in it. */
  get isInternal(): boolean {
    return isInternalName(this.name);
  }

  /** Whether it holds a key-value bucket. */
  get isKvBucket(): boolean {
    return isKvBucketName(this.name);
  }

  /** Whether it holds an object store. */
  get isObjectBucket(): boolean {
    return isObjectBucketName(this.name);
  }

  /** Whether the server keeps MQTT state in it. */
  get isMqttState(): boolean {
    return isMqttStateName(this.name);
  }

  /** Matches all advisories about this stream and its consumers. */
  get advisorySubject(): string {
    return `${this.#context.prefixes.event}.ADVISORY.*.*.${this.name}.>`;
  }

  /** Matches all metrics about this stream and its consumers. */
  get metricSubject(): string {
    return `${this.#context.prefixes.event}.METRIC.*.*.${this.name}.*`;
  }

  /** Subject for direct gets. */
  get directSubject(): string {
    return `${this.#context.prefixes.api}.DIRECT.GET.${this.name}`;
  }

  /** Reads the stream from the server; `options` ask for deleted sequences or for subjects as well. */
  async info(options: Partial<StreamInfoRequestOptions> = {}): Promise<StreamInfo> {
    this.#held = hold(await this.#call('info', () => this.#context.jsm.streams.info(this.name, { ...options })));
    return this.#held.info;
  }

  /** Reads the stream from the server with every integer exact: a `bigint` beyond 2^53, else a `number`. */
  exactInfo(): Promise<ExactStreamInfo> {
    return loadStreamInfo(this.#context, this.name);
  }

  /** Counts and sequences, from the server. */
  async state(): Promise<StreamState> {
    return (await this.info()).state;
  }

  /** Leader and replicas, from the server; `undefined` on a single server. */
  async cluster(): Promise<ClusterInfo | undefined> {
    return (await this.info()).cluster;
  }

  /** Each subject that matches `filter`, with its number of messages; all pages of them. */
  async subjects(filter = '>'): Promise<ReadonlyMap<string, number>> {
    const { state } = await this.info({ subjects_filter: filter });
    return new Map(Object.entries(state.subjects ?? {}));
  }

  /**
   * Changes the given settings, and keeps the others.
   *
   * @throws `API_ERROR` when the server cannot apply a setting
   */
  async update(changes: StreamSettings): Promise<this> {
    this.#held = hold(await updateStream(this.#context, this.name, changes));
    return this;
  }

  /** Forbids every further change of the content, for ever. */
  seal(): Promise<this> {
    return this.update({ sealed: true });
  }

  /** Deletes the stream with its messages and consumers. */
  async delete(): Promise<void> {
    await this.#call('delete', () => this.#context.jsm.streams.delete(this.name));
  }

  /** Removes messages, all of them where nothing is said, and gives their number. */
  async purge(request: PurgeRequest = {}): Promise<number> {
    if (request.seq !== undefined && request.keep !== undefined) {
      throw new JetStreamManagerError('INVALID_ARGUMENT', 'seq and keep exclude one another');
    }
    if (request.seq !== undefined) assertSequence(request.seq, 'seq');
    if (request.filter !== undefined) assertSubject(request.filter, 'filter');
    // The library's type is a union that wants one field at least; an empty request purges everything.
    const reply = await this.#call('purge', () =>
      this.#context.jsm.streams.purge(this.name, { ...request } as PurgeOpts),
    );
    return reply.purged;
  }

  /** The message with this sequence, from the leader; `undefined` where there is none. */
  async message(seq: number): Promise<StoredMsg | undefined> {
    assertMessageSequence(seq);
    const message = await this.#call('read', () => this.#context.jsm.streams.getMessage(this.name, { seq }));
    return message ?? undefined;
  }

  /** The last message on this subject, from the leader; `undefined` where there is none. */
  async lastMessage(subject: string): Promise<StoredMsg | undefined> {
    const query = { last_by_subj: subject };
    const message = await this.#call('read', () => this.#context.jsm.streams.getMessage(this.name, query));
    return message ?? undefined;
  }

  /**
   * Removes one message. Its bytes may stay on the disk until the server rewrites the block; {@link Stream.eraseMessage}
   * overwrites them.
   *
   * @throws `MESSAGE_NOT_FOUND` when there is no such message
   */
  deleteMessage(seq: number): Promise<void> {
    return this.#remove(seq, false);
  }

  /**
   * Removes one message, and overwrites its bytes with random ones.
   *
   * @throws `MESSAGE_NOT_FOUND` when there is no such message
   */
  eraseMessage(seq: number): Promise<void> {
    return this.#remove(seq, true);
  }

  /** One message from any replica; `undefined` where there is none. The stream must allow direct gets. */
  async directGet(query: DirectMsgRequest): Promise<StoredMsg | undefined> {
    this.#assertDirect();
    return directGet(this.#context, this.name, query);
  }

  /** Several messages in one request. Needs nats-server 2.11 and a stream that allows direct gets. */
  directBatch(request: DirectBatchRequest = {}): AsyncGenerator<StoredMsg, void, void> {
    this.#assertDirect();
    assertFeature(this.#version, 'batchDirectGet');
    return directBatch(this.#context, this.name, request);
  }

  /** The last message of each subject. Needs nats-server 2.11 and a stream that allows direct gets. */
  directLast(subjects: readonly string[], request: DirectLastRequest = {}): AsyncGenerator<StoredMsg, void, void> {
    this.#assertDirect();
    assertFeature(this.#version, 'batchDirectGet');
    return directLast(this.#context, this.name, subjects, request);
  }

  /** Makes the stream's leader hand over. Clustered streams only. */
  async stepDown(placement?: StepDownPlacement): Promise<void> {
    assertStepDownSupported(this.#version, placement);
    await this.#context.request(
      `STREAM.LEADER.STEPDOWN.${this.name}`,
      placement === undefined ? undefined : { placement },
    );
  }

  /** Takes a server, by name, out of the stream's replicas; the cluster picks another where it has one. */
  async removePeer(peer: string): Promise<void> {
    await this.#context.request(`STREAM.PEER.REMOVE.${this.name}`, { peer });
  }

  async #remove(seq: number, erase: boolean): Promise<void> {
    assertMessageSequence(seq);
    try {
      const verb = `${erase ? 'erase' : 'delete'} a message of`;
      await this.#call(verb, () => this.#context.jsm.streams.deleteMessage(this.name, seq, erase));
    } catch (error) {
      if (!isForLackOfMessage(error)) throw error;
      throw new JetStreamManagerError('MESSAGE_NOT_FOUND', `${this.name} has no message ${seq}`, { cause: error });
    }
  }

  /** The version of the server that answered when the stream was last read. */
  get #version(): string {
    return versionOfAnswer(this.#held.raw, this.#context.serverVersion());
  }

  /** The configuration, of which claims read what cannot be beyond 2^53. */
  get #settings(): Readonly<StreamConfig> {
    return this.#held.raw.config;
  }

  #assertDirect(): void {
    if (this.isDirect || this.#settings.mirror_direct) return;
    throw new JetStreamManagerError(
      'INVALID_ARGUMENT',
      `stream ${this.name} does not allow direct gets (allow_direct)`,
    );
  }

  #call<T>(verb: string, run: () => Promise<T>): Promise<T> {
    return call(`${verb} stream ${this.name}`, run);
  }
}

const hold = (info: StreamInfo): HeldInfo<StreamInfo> => new HeldInfo(info, `stream ${info.config.name}`);

/** Streams in memory have a code of their own for it; those in files put what their store says into a common one. */
const isForLackOfMessage = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.errCode === 10043 || (error.errCode === 10057 && /EOF|no message|not found|deleted/i.test(error.description)));
