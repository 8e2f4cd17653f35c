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

/** Which messages to purge. You can combine all fields, except `seq` with `keep`. */
export interface PurgeRequest {
  /** Only messages on this subject, wildcards allowed. */
  readonly filter?: string;
  /** Only messages below this sequence. */
  readonly seq?: number;
  /** Keeps this many of the newest messages. */
  readonly keep?: number;
}

/**
 * One stream on the server. `config` and the `is…` properties describe the stream as it was last read.
 * {@link Stream.info}, {@link Stream.update} and {@link Stream.seal} read it again.
 */
export class Stream {
  readonly #context: ManagerContext;
  #held: HeldInfo<StreamInfo>;
  /** Creates, loads and lists the consumers of this stream. */
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
   * The configuration from the last read. You can use it as a template for other streams.
   *
   * @throws `UNSAFE_INTEGER` when it contains a number beyond 2^53; use {@link Stream.exactInfo} for such numbers
   */
  get config(): Readonly<StreamConfig> {
    return this.#held.config;
  }

  /**
   * The information from the last read. This property sends no request.
   *
   * @throws `UNSAFE_INTEGER` when it contains a number beyond 2^53; use {@link Stream.exactInfo} for such numbers
   */
  get lastInfo(): Readonly<StreamInfo> {
    return this.#held.info;
  }

  /** Whether the stream is a mirror: it copies one other stream. */
  get isMirror(): boolean {
    return this.#settings.mirror !== undefined;
  }

  /** Whether the stream has sources: it copies from other streams. */
  get isSourced(): boolean {
    return (this.#settings.sources?.length ?? 0) > 0;
  }

  /** Whether the stream is sealed: no message can be added or removed. */
  get isSealed(): boolean {
    return this.#settings.sealed;
  }

  /** Whether the files of the stream are compressed. */
  get isCompressed(): boolean {
    return this.#settings.compression !== undefined && this.#settings.compression !== 'none';
  }

  /** Whether the stream republishes each stored message on another subject. */
  get isRepublishing(): boolean {
    return this.#settings.republish !== undefined;
  }

  /** Whether the stream allows direct gets. */
  get isDirect(): boolean {
    return this.#settings.allow_direct;
  }

  /** Whether the stream holds the data of a key-value bucket, an object store or MQTT. */
  get isInternal(): boolean {
    return isInternalName(this.name);
  }

  /** Whether the stream holds a key-value bucket. */
  get isKvBucket(): boolean {
    return isKvBucketName(this.name);
  }

  /** Whether the stream holds an object store. */
  get isObjectBucket(): boolean {
    return isObjectBucketName(this.name);
  }

  /** Whether the stream holds the MQTT state of the server. */
  get isMqttState(): boolean {
    return isMqttStateName(this.name);
  }

  /** A wildcard subject that matches all advisories about this stream and its consumers. */
  get advisorySubject(): string {
    return `${this.#context.prefixes.event}.ADVISORY.*.*.${this.name}.>`;
  }

  /** A wildcard subject that matches all metrics about this stream and its consumers. */
  get metricSubject(): string {
    return `${this.#context.prefixes.event}.METRIC.*.*.${this.name}.*`;
  }

  /** Subject for direct gets. */
  get directSubject(): string {
    return `${this.#context.prefixes.api}.DIRECT.GET.${this.name}`;
  }

  /** Reads the stream from the server. `options` can also request deleted sequences or subjects. */
  async info(options: Partial<StreamInfoRequestOptions> = {}): Promise<StreamInfo> {
    this.#held = hold(await this.#call('info', () => this.#context.jsm.streams.info(this.name, { ...options })));
    return this.#held.info;
  }

  /** Reads the stream from the server. Each integer is exact: a `bigint` beyond 2^53, otherwise a `number`. */
  exactInfo(): Promise<ExactStreamInfo> {
    return loadStreamInfo(this.#context, this.name);
  }

  /** Reads the number of messages and bytes, and the sequences, from the server. */
  async state(): Promise<StreamState> {
    return (await this.info()).state;
  }

  /** Reads the leader and the replicas from the server; `undefined` on a single server. */
  async cluster(): Promise<ClusterInfo | undefined> {
    return (await this.info()).cluster;
  }

  /** Reads each subject that matches `filter`, with its number of messages. It reads all pages. */
  async subjects(filter = '>'): Promise<ReadonlyMap<string, number>> {
    const { state } = await this.info({ subjects_filter: filter });
    return new Map(Object.entries(state.subjects ?? {}));
  }

  /**
   * Changes the given settings. All other settings stay as they are.
   *
   * @throws `API_ERROR` when the server cannot apply a setting
   */
  async update(changes: StreamSettings): Promise<this> {
    this.#held = hold(await updateStream(this.#context, this.name, changes));
    return this;
  }

  /** Makes the stream read-only: nobody can add or remove messages again. This cannot be undone. */
  seal(): Promise<this> {
    return this.update({ sealed: true });
  }

  /** Deletes the stream, its messages and its consumers. */
  async delete(): Promise<void> {
    await this.#call('delete', () => this.#context.jsm.streams.delete(this.name));
  }

  /** Removes messages, and returns their number. Without a request it removes all messages. */
  async purge(request: PurgeRequest = {}): Promise<number> {
    if (request.seq !== undefined && request.keep !== undefined) {
      throw new JetStreamManagerError('INVALID_ARGUMENT', 'seq and keep exclude each other');
    }
    if (request.seq !== undefined) assertSequence(request.seq, 'seq');
    if (request.filter !== undefined) assertSubject(request.filter, 'filter');
    // The type of the library requires at least one field. An empty request purges everything.
    const reply = await this.#call('purge', () =>
      this.#context.jsm.streams.purge(this.name, { ...request } as PurgeOpts),
    );
    return reply.purged;
  }

  /** Reads the message with this sequence from the leader; `undefined` if there is no such message. */
  async message(seq: number): Promise<StoredMsg | undefined> {
    assertMessageSequence(seq);
    const message = await this.#call('read', () => this.#context.jsm.streams.getMessage(this.name, { seq }));
    return message ?? undefined;
  }

  /** Reads the last message on this subject from the leader; `undefined` if there is no such message. */
  async lastMessage(subject: string): Promise<StoredMsg | undefined> {
    const query = { last_by_subj: subject };
    const message = await this.#call('read', () => this.#context.jsm.streams.getMessage(this.name, query));
    return message ?? undefined;
  }

  /**
   * Removes one message. Its bytes may stay on disk until the server rewrites the block. {@link Stream.eraseMessage}
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

  /** Reads one message from any replica; `undefined` if there is no such message. The stream must allow direct gets. */
  async directGet(query: DirectMsgRequest): Promise<StoredMsg | undefined> {
    this.#assertDirect();
    return directGet(this.#context, this.name, query);
  }

  /** Reads several messages with one request. Needs nats-server 2.11 and a stream that allows direct gets. */
  directBatch(request: DirectBatchRequest = {}): AsyncGenerator<StoredMsg, void, void> {
    this.#assertDirect();
    assertFeature(this.#version, 'batchDirectGet');
    return directBatch(this.#context, this.name, request);
  }

  /** Reads the last message of each subject. Needs nats-server 2.11 and a stream that allows direct gets. */
  directLast(subjects: readonly string[], request: DirectLastRequest = {}): AsyncGenerator<StoredMsg, void, void> {
    this.#assertDirect();
    assertFeature(this.#version, 'batchDirectGet');
    return directLast(this.#context, this.name, subjects, request);
  }

  /** Makes the leader of the stream step down. Clustered streams only. */
  async stepDown(placement?: StepDownPlacement): Promise<void> {
    assertStepDownSupported(this.#version, placement);
    await this.#context.request(
      `STREAM.LEADER.STEPDOWN.${this.name}`,
      placement === undefined ? undefined : { placement },
    );
  }

  /**
   * Removes a server, by its name, from the replicas of the stream. The cluster chooses another server if it has one.
   */
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

  /** The version of the server that sent the last information about the stream. */
  get #version(): string {
    return versionOfAnswer(this.#held.raw, this.#context.serverVersion());
  }

  /** The configuration. The `is…` properties read only fields that cannot be beyond 2^53. */
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

/**
 * A stream in memory has an own error code for this case. A stream in files uses a common code and the text of its
 * store.
 */
const isForLackOfMessage = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.errCode === 10043 || (error.errCode === 10057 && /EOF|no message|not found|deleted/i.test(error.description)));
