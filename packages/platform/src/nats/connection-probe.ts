import type { NatsConnection, Subscription } from '@nats-io/nats-core';
import { newInbox } from './platform-connection.js';

/** How often a connection is probed, and how long the answer may take, in milliseconds. */
export interface ProbeTimes {
  readonly everyMs: number;
  readonly deadlineMs: number;
}

const probeTimes: ProbeTimes = { everyMs: 5_000, deadlineMs: 5_000 };

/** Failures in a row after which a connection counts as deaf: one alone may be a busy process or a server that starts. */
const FAILURES = 2;

/**
 * Sends a message through the server to itself, again and again. A connection may be open and receive nothing, because its read
 * loop has ended, or because the server forgot its subscriptions. Such a connection is reported and replaced.
 */
export class ConnectionProbe {
  readonly #nc: NatsConnection;
  readonly #times: ProbeTimes;
  readonly #subject: string;
  #subscription: Subscription | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** When the running message was sent. Omitted if there is none. */
  #sentAt: number | undefined;
  #failures = 0;

  private constructor(nc: NatsConnection, times: ProbeTimes) {
    this.#nc = nc;
    this.#times = times;
    this.#subject = newInbox(nc);
  }

  /** Probes `nc` until it closes, or `stop` is called. */
  static start(nc: NatsConnection, times: ProbeTimes = probeTimes): ConnectionProbe {
    const probe = new ConnectionProbe(nc, times);
    probe.#subscription = nc.subscribe(probe.#subject, { callback: (error) => void (error ?? probe.#heard()) });
    probe.#timer = setInterval(() => probe.#tick(), Math.min(times.everyMs, times.deadlineMs)).unref();
    return probe;
  }

  /** False once messages to itself have not come back in time. */
  get isHearing(): boolean {
    return this.#failures < FAILURES;
  }

  /** Probes again at once, after a reconnect. */
  restart(): void {
    this.#sentAt = undefined;
    this.#send();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#subscription?.unsubscribe();
  }

  #heard(): void {
    this.#sentAt = undefined;
    this.#failures = 0;
  }

  #tick(): void {
    if (this.#nc.isClosed() || this.#nc.isDraining()) return this.stop();
    if (this.#sentAt === undefined) return this.#send();
    if (performance.now() - this.#sentAt < this.#times.deadlineMs) return;
    this.#failures += 1;
    this.#sentAt = undefined;
    if (this.isHearing) return this.#send();
    void this.#nc.reconnect();
  }

  #send(): void {
    if (this.#nc.isClosed() || this.#nc.isDraining()) return;
    this.#sentAt = performance.now();
    this.#nc.publish(this.#subject);
  }
}
