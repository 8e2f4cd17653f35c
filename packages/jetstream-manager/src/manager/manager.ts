import type { JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import type { ManagerContext } from '../api/manager-context.js';
import { StreamConsumers } from '../consumers/stream-consumers.js';
import { Streams } from '../streams/streams.js';
import { Account } from './account.js';
import { Meta } from './meta.js';

/**
 * Manages the JetStream of one account over one connection. Create it with `createManager`. You do not need to close
 * it.
 */
export class Manager {
  readonly #context: ManagerContext;
  /** The streams of the account. */
  readonly streams: Streams;
  /** The account itself: its usage and limits. */
  readonly account: Account;
  /** The meta group of the cluster. Only the system account can manage it. */
  readonly meta: Meta;

  constructor(context: ManagerContext) {
    this.#context = context;
    this.streams = new Streams(context);
    this.account = new Account(context);
    this.meta = new Meta(context);
  }

  /** The consumers of a stream. This call sends no request. */
  consumers(stream: string): StreamConsumers {
    return new StreamConsumers(this.#context, stream);
  }

  /** The connection that was passed to `createManager`. */
  get connection(): NatsConnection {
    return this.#context.nc;
  }

  /** `@nats-io/jetstream` with the prefix, timeout, trace and checks of this manager. */
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

  /** How long one API request may take, in milliseconds. */
  get timeoutMs(): number {
    return this.#context.timeoutMs;
  }

  /** Whether the server refuses configurations that it would otherwise adjust. */
  get isPedantic(): boolean {
    return this.#context.pedantic;
  }

  /** The shared parts of this manager, for the functions of this package that take a manager. */
  get context(): ManagerContext {
    return this.#context;
  }
}
