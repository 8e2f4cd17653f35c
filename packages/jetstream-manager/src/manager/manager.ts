import type { JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import type { ManagerContext } from '../api/manager-context.js';
import { StreamConsumers } from '../consumers/stream-consumers.js';
import { Streams } from '../streams/streams.js';
import { Account } from './account.js';
import { Meta } from './meta.js';

/** Manages the JetStream of one account over one connection. Made by `createManager`; it holds nothing to close. */
export class Manager {
  readonly #context: ManagerContext;
  /** Streams of the account. */
  readonly streams: Streams;
  /** The account itself: use and limits. */
  readonly account: Account;
  /** The cluster's meta group, which the system account may manage. */
  readonly meta: Meta;

  constructor(context: ManagerContext) {
    this.#context = context;
    this.streams = new Streams(context);
    this.account = new Account(context);
    this.meta = new Meta(context);
  }

  /** The consumers of a stream, without a request. */
  consumers(stream: string): StreamConsumers {
    return new StreamConsumers(this.#context, stream);
  }

  /** The connection handed to `createManager`. */
  get connection(): NatsConnection {
    return this.#context.nc;
  }

  /** `@nats-io/jetstream` with this manager's prefix, timeout, trace and checks. */
  get jetstream(): JetStreamManager {
    return this.#context.jsm;
  }

  /** First tokens of all API subjects, without a dot at the end. */
  get apiPrefix(): string {
    return this.#context.prefixes.api;
  }

  /** First tokens of all event subjects, without a dot at the end. */
  get eventPrefix(): string {
    return this.#context.prefixes.event;
  }

  /** Milliseconds one API request may take. */
  get timeoutMs(): number {
    return this.#context.timeoutMs;
  }

  /** Whether the server is asked to refuse configurations that it would otherwise adjust. */
  get isPedantic(): boolean {
    return this.#context.pedantic;
  }

  /** What the functions of this package that take a manager work with. */
  get context(): ManagerContext {
    return this.#context;
  }
}
