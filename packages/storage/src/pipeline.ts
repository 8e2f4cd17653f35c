import { createInbox, type Msg, type MsgHdrs, type NatsConnection, headers as newHeaders } from '@nats-io/nats-core';
import { PermissionError, SymphonyError, toError } from '@symphony-ts/contract';
import type { AckChannel, AckEvents, ChannelLink, Verdict } from './ack-channel.js';
import { AtomicBatches } from './atomic-batches.js';
import type { BatchPace } from './batch-pace.js';
import { assertOpen, onStatus } from './connection-status.js';
import { FastIngest } from './fast-ingest.js';
import type { LostChain, StoredPart } from './lost-writes.js';
import type { PendingWrite } from './pending-write.js';
import { PendingWriteRing } from './pending-write-ring.js';
import { ReplyLanes } from './reply-lanes.js';
import { isDown } from './requests/link.js';
import { Resender } from './resender.js';
import { EXPECTED_HEADER } from './write-outcome.js';

/** The largest number of running bytes, so that large values do not fill the memory of client and server. */
const WINDOW_BYTES = 8 * 1024 * 1024;
const SWEEP_MS = 100;
/** After this many done requests, it asks how far the bucket has come. */
const DONE_A_LOOK = 64;
const NOTHING = new Uint8Array(0);

export interface PipelineOptions {
  readonly inboxPrefix: string | undefined;
  /** The name of the operation in errors: `putAll on bucket 'x'`. */
  readonly what: string;
  readonly window: number;
  readonly timeoutMs: number;
  /** The requests are writes to a stream with `allow_batched`. */
  readonly fastIngest?: boolean | undefined;
  /** Set if the stream also has `allow_atomic`: measures which kind of batch the server stores faster. */
  readonly pace?: BatchPace | undefined;
  /** The first part of the subject of a request. The key follows. */
  readonly subjectPrefix: string;
  /** Headers of all requests. */
  readonly headers?: MsgHdrs | undefined;
  /** Reads a reply. Replies come in any order, so a reply itself must show which request it answers. */
  readonly judgeReply: (message: Msg) => Verdict;
  /** Finds out why nobody answers. An error ends the request. With `undefined`, it is sent again until its time is up. */
  readonly explainSilence: () => Promise<Error | undefined>;
  /** Finds out, when nothing was acknowledged for `timeoutMs`, whether the server cannot answer for the moment. */
  readonly isUnavailable?: (() => Promise<boolean>) | undefined;
  /** Set for writes. Called from time to time; returns how far the bucket has come, as far as that is known. */
  readonly newest?: (() => number | undefined) | undefined;
  /** Finds out which writes are stored. Without it, they are sent again. */
  readonly examine?: ((chain: LostChain) => Promise<StoredPart>) | undefined;
  /** True for an error of `examine` that may not occur again. */
  readonly mayPass?: ((error: Error) => boolean) | undefined;
  /** Called with the number of requests that have become done. */
  readonly onDone: (count: number) => void;
  readonly onFailed: (key: string, error: Error, bytes: number) => void;
}

/**
 * Runs many requests at once: a ring of running requests, and one timer for all deadlines. A promise and a timer for each
 * request would cost more than sending. A channel counts the replies. If one is missing or bad, a `Resender` sends the requests
 * of its lane again one by one, in their order. For writes, it first finds out whether they were stored. The docstring of
 * `WriteState` shows the states of a request.
 */
export class Pipeline {
  readonly #nc: NatsConnection;
  readonly #options: PipelineOptions;
  readonly #ring: PendingWriteRing;
  readonly #channels: readonly AckChannel[];
  readonly #resender: Resender;
  readonly #opened = performance.now();
  /** The number of done requests since the last call of `newest`. */
  #unseen = 0;
  /** The revision of the key on which each conditional request depends. */
  readonly #upon = new WeakMap<PendingWrite, number>();
  readonly #ends: (() => void)[] = [];
  #waiting: { readonly isOver: () => boolean; readonly wake: () => void } | undefined;

  private constructor(nc: NatsConnection, options: PipelineOptions) {
    this.#nc = nc;
    this.#options = options;
    this.#ring = new PendingWriteRing(options.window);
    const [link, events] = [this.#link(), this.#events()];
    const lanes = new ReplyLanes(link, events, options.window);
    const { window, pace } = options;
    this.#channels = [
      ...(pace ? [new AtomicBatches(link, events, { window, pace })] : []),
      ...(options.fastIngest ? [new FastIngest(link, events, { window, pace })] : []),
      lanes,
    ];
    this.#resender = new Resender({
      ring: this.#ring,
      timeoutMs: options.timeoutMs,
      now: () => this.#now(),
      subjectOf: link.subjectOf,
      explainSilence: options.explainSilence,
      isUnavailable: options.isUnavailable,
      examine: options.examine,
      mayPass: options.mayPass,
      publish: (entry, upon) => {
        if (upon === undefined) this.#upon.delete(entry);
        else this.#upon.set(entry, upon);
        this.#publish(entry);
      },
      done: (entries) => this.#done(entries),
      fail: (entry, error) => this.#fail(entry, error),
    });
  }

  /**
   * A pipeline that keeps its deadlines and follows its connection until `close`.
   * @throws `CONNECTION_CLOSED` when the connection is closed already
   */
  static open(nc: NatsConnection, options: PipelineOptions): Pipeline {
    assertOpen(nc, options.what);
    const pipeline = new Pipeline(nc, options);
    pipeline.#start();
    return pipeline;
  }

  get isFull(): boolean {
    return this.#ring.size >= this.#limit || this.#ring.bytes >= WINDOW_BYTES;
  }

  /** Sends one request. The window must have room for it. `onDone` or `onFailed` reports the result. */
  send(key: string, data: Uint8Array): void {
    this.#publish(this.#ring.add(key, data, this.#now() + this.#options.timeoutMs));
  }

  /** Resolves when half of the window is free. With larger turns, sender and server wake up less often. */
  room(): Promise<void> {
    // Large values fill the window before the server sends an acknowledgement.
    if (this.#ring.bytes >= WINDOW_BYTES) this.#each('flush');
    return this.#until(() => {
      const limit = this.#limit;
      return limit > 0 && this.#ring.size <= limit / 2 && this.#ring.bytes <= WINDOW_BYTES / 2;
    });
  }

  /** Resolves when no request is running. */
  idle(): Promise<void> {
    this.#each('flush');
    return this.#until(() => this.#ring.size === 0);
  }

  /** Forgets the running requests and frees all resources. Idempotent. */
  close(): void {
    for (const end of this.#ends.splice(0)) end();
    this.#resender.close();
    if (!this.#nc.isClosed()) this.#each('close');
    this.#ring.clear();
    this.#waiting?.wake();
  }

  #start(): void {
    if (isDown(this.#nc)) this.#resender.disconnected(this.#now());
    // Comes before everything that is sent.
    this.#look(Number.NEGATIVE_INFINITY);
    const timer = setInterval(() => this.#sweep(), SWEEP_MS);
    const stopListening = onStatus(this.#nc, (status) => {
      if (status.type === 'disconnect') this.#resender.disconnected(this.#now());
      if (status.type === 'reconnect') this.#reconnected();
      if (status.type === 'close') this.#failAll(this.#closed());
      if (status.type === 'error' && status.error.name === 'PermissionViolationError') this.#refused(status.error);
    });
    this.#ends.push(() => clearInterval(timer), stopListening);
  }

  #each(step: 'flush' | 'sweep' | 'reset' | 'close'): void {
    for (const channel of this.#channels) channel[step]();
  }

  get #limit(): number {
    return Math.min(...this.#channels.map(({ limit }) => limit));
  }

  #link(): ChannelLink {
    const { inboxPrefix, subjectPrefix, headers } = this.#options;
    const nc = this.#nc;
    const subjectOf = ({ key }: PendingWrite): string => subjectPrefix + key;
    return {
      createInbox: () => createInbox(inboxPrefix),
      subscribe: (subject, onMessage) =>
        nc.subscribe(subject, { callback: (error, message) => (error ? this.#failAll(error) : onMessage(message)) }),
      request: (entry, reply, extra) => {
        const upon = entry.state === 'alone' ? this.#upon.get(entry) : undefined;
        const added = upon === undefined ? extra : { ...extra, [EXPECTED_HEADER]: String(upon) };
        const sent = added ? withHeaders(headers, added) : headers;
        nc.publish(subjectOf(entry), entry.data, { ...(reply && { reply }), ...(sent && { headers: sent }) });
      },
      signal: (subject, reply, extra) => {
        if (nc.isClosed() || nc.isDraining()) return;
        nc.publish(subject, NOTHING, extra ? { reply, headers: withHeaders(undefined, extra) } : { reply });
      },
      subjectOf,
    };
  }

  #events(): AckEvents {
    return {
      judgeReply: this.#options.judgeReply,
      onDone: (entries) => {
        this.#done(entries);
        // A channel may accept more now, even if no request is done.
        this.#wake();
      },
      onRefused: (entry, error) => this.#resender.giveUp(entry, error),
      onBroken: (lane, verdict) => {
        this.#resender.isolate(lane);
        this.#wake();
        if (verdict === 'silence') void this.#resender.explain();
      },
    };
  }

  #until(isOver: () => boolean): Promise<void> {
    if (isOver()) return Promise.resolve();
    return new Promise((wake) => {
      this.#waiting = { isOver, wake };
    });
  }

  #wake(): void {
    if (!this.#waiting?.isOver()) return;
    this.#waiting.wake();
    this.#waiting = undefined;
  }

  #publish(entry: PendingWrite): void {
    if (this.#resender.mustWait(entry)) return this.#resender.hold(entry);
    if (entry.state === 'lost') entry.state = 'alone';
    try {
      for (const channel of this.#channels) if (channel.send(entry, this.#ring.size)) return;
    } catch (error) {
      const cause = toError(error);
      const isClosed = this.#nc.isClosed() || this.#nc.isDraining();
      this.#resender.giveUp(entry, isClosed ? this.#closed(cause) : cause);
    }
  }

  #done(entries: readonly PendingWrite[]): void {
    if (entries.length === 0) return;
    this.#ring.settle(entries, 'done');
    const now = this.#now();
    this.#resender.progressed(now);
    this.#unseen += entries.length;
    if (this.#unseen >= DONE_A_LOOK) this.#look(now);
    this.#options.onDone(entries.length);
    this.#wake();
  }

  #fail(entry: PendingWrite, error: Error): void {
    this.#ring.settle([entry], 'failed');
    this.#options.onFailed(entry.key, error, entry.data.length);
    this.#wake();
  }

  /** Milliseconds since the pipeline was opened. */
  #now(): number {
    return performance.now() - this.#opened;
  }

  #sweep(): void {
    const now = this.#now();
    if (this.#resender.isWaiting(now)) return;
    this.#each('sweep');
    this.#look(now);
    this.#resender.sweep(now);
  }

  #look(now: number): void {
    this.#unseen = 0;
    const newest = this.#options.newest?.();
    if (newest !== undefined) this.#resender.known(now, newest);
  }

  #reconnected(): void {
    this.#each('reset');
    this.#resender.reconnected(this.#now());
  }

  #refused(error: Error): void {
    const refused: unknown = Reflect.get(error, 'subject');
    for (const entry of this.#ring.open()) {
      const subject = this.#options.subjectPrefix + entry.key;
      if (subject !== refused) continue;
      this.#resender.giveUp(entry, new PermissionError({ operation: 'publish', subject }, { cause: error }));
    }
  }

  #failAll(error: Error): void {
    // Replies that still arrive are for requests whose result has been reported.
    if (!this.#nc.isClosed()) this.#each('reset');
    for (const entry of this.#ring.open()) this.#fail(entry, error);
  }

  #closed(cause?: Error): SymphonyError {
    return new SymphonyError('CONNECTION_CLOSED', { what: this.#options.what }, cause && { cause });
  }
}

function withHeaders(base: MsgHdrs | undefined, extra: Readonly<Record<string, string>>): MsgHdrs {
  const result = newHeaders();
  if (base) for (const name of base.keys()) result.set(name, base.get(name));
  for (const [name, value] of Object.entries(extra)) result.set(name, value);
  return result;
}
