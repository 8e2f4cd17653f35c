import type { Msg, NatsConnection, Subscription } from '@nats-io/nats-core';
import type { Logger } from '@symphony-ts/contract';
import * as z from 'zod';
import type { Counters } from '../kit/counters.js';
import type { RefusalLog } from '../kit/refusal-log.js';
import { readLogViolation } from './log-violation.js';
import { type ServerConnection, UserConnections } from './user-connections.js';

/** The parts that the watch uses. */
export interface ClientWatchParts {
  /** The connection to the system account. */
  readonly system: NatsConnection;
  /** Public key of the account that people and plain clients share. */
  readonly people: string;
  /** Connections that one person, or one key of the operator, may hold there. */
  readonly mostConnections: number;
  /** The key of a NATS user, and whom it belongs to. */
  /** Whether a user is cut off for a while. Then each of its new connections is ended. */
  readonly isPaused: (user: string) => boolean;
  readonly keyOf: (user: string) => { readonly id: string; readonly owner?: string | undefined } | undefined;
  readonly refusals: RefusalLog;
  readonly counters: Counters;
  readonly logger: Logger;
}

const Event = z.object({
  server: z.object({ id: z.string() }),
  client: z.object({ id: z.int(), host: z.string().default(''), user: z.string().default('') }),
});
const Connections = z.object({
  server: z.object({ id: z.string() }),
  data: z.object({
    connections: z.array(z.object({ cid: z.int(), authorized_user: z.string().default('') })).default([]),
  }),
});

const AUTH_ERRORS = '$SYS.SERVER.*.CLIENT.AUTH.ERR';
/** The events that the platform subscribes to in the system account. */
export const watchedEvents = [AUTH_ERRORS, '$SYS.ACCOUNT.*.CONNECT', '$SYS.ACCOUNT.*.DISCONNECT'] as const;
/** How long the servers of a cluster may take to answer. */
const LOOK_MS = 2_000;
const MOST_LISTED = 10_000;

/**
 * Follows the servers' reports about clients: refused ones, and new connections. If an owner has too many connections in the
 * account that clients share, the newest are ended, so one key cannot take all of them. A server before 2.10 cannot end
 * connections on request.
 */
export class ClientWatch {
  readonly #parts: ClientWatchParts;
  readonly #connections: UserConnections;
  readonly #subscriptions: Subscription[] = [];

  private constructor(parts: ClientWatchParts) {
    this.#parts = parts;
    this.#connections = new UserConnections(parts.mostConnections, (user) => this.#ownerOf(user));
  }

  /** Follows the servers' reports from now on. */
  static start(parts: ClientWatchParts): ClientWatch {
    const watch = new ClientWatch(parts);
    watch.#listen();
    return watch;
  }

  /** Counts the open connections: at the start, and after each reconnect to the server. */
  async look(): Promise<void> {
    const { system, people } = this.#parts;
    const found: ServerConnection[] = [];
    const request = JSON.stringify({ auth: true, acc: people, limit: MOST_LISTED });
    const replies = await system.requestMany('$SYS.REQ.SERVER.PING.CONNZ', request, {
      maxWait: LOOK_MS,
      strategy: 'stall',
    });
    for await (const reply of replies) {
      const { server, data } = Connections.parse(reply.json());
      for (const { cid, authorized_user: user } of data.connections) found.push({ server: server.id, cid, user });
    }
    for (const excess of this.#connections.replace(found)) this.#end(excess);
  }

  /** Ends the connections of a user of that account. */
  endAll(user: string): void {
    for (const connection of this.#connections.of(user)) this.#kick(connection);
  }

  /** Reads a line of the log of the platform's own server. */
  readLog(line: string): void {
    const violation = readLogViolation(line);
    if (!violation) return;
    const { operation, subject, user } = violation;
    const actor = user === undefined ? 'a NATS user' : this.keyName(user);
    this.#parts.refusals.note({ actor, what: `${operation} ${subject}`, code: 'NATS_PERMISSION_VIOLATION' });
  }

  /** The id of a user's key, or the user itself if the key no longer exists. */
  keyName(user: string): string {
    return this.#parts.keyOf(user)?.id ?? user;
  }

  stop(): void {
    for (const subscription of this.#subscriptions) if (!subscription.isClosed()) subscription.unsubscribe();
  }

  #listen(): void {
    const { system, people } = this.#parts;
    const follow = (subject: string, take: (message: Msg) => void): Subscription =>
      system.subscribe(subject, { callback: (error, message) => (error ? this.#deaf(error) : take(message)) });
    this.#subscriptions.push(
      follow(AUTH_ERRORS, (message) => this.#refused(message)),
      follow(`$SYS.ACCOUNT.${people}.CONNECT`, (message) => this.#connected(message)),
      follow(`$SYS.ACCOUNT.${people}.DISCONNECT`, (message) => this.#disconnected(message)),
    );
  }

  #refused(message: Msg): void {
    const event = Event.safeParse(message.json());
    if (!event.success) return;
    const { user, host } = event.data.client;
    const key = user === '' ? undefined : this.#parts.keyOf(user)?.id;
    this.#parts.refusals.note({
      actor: key ?? `a stranger at ${host}`,
      what: 'NATS',
      code: 'NATS_AUTHENTICATION_FAILED',
    });
  }

  #connected(message: Msg): void {
    const connection = readConnection(message);
    if (!connection) return;
    if (this.#connections.add(connection)) this.#end(connection);
    else if (this.#parts.isPaused(connection.user)) this.#kick(connection);
  }

  #disconnected(message: Msg): void {
    const connection = readConnection(message);
    if (connection) this.#connections.remove(connection);
  }

  #end(connection: ServerConnection): void {
    const { refusals, counters } = this.#parts;
    refusals.note({ actor: this.keyName(connection.user), what: 'NATS', code: 'TOO_MANY_CONNECTIONS' });
    counters.add('symphony_connections_ended_total');
    this.#kick(connection);
  }

  #kick({ server, cid }: ServerConnection): void {
    const { system, logger } = this.#parts;
    // A server ignores such a request if it has no reply subject.
    system.request(`$SYS.REQ.SERVER.${server}.KICK`, JSON.stringify({ cid }), { timeout: LOOK_MS }).catch((error) => {
      logger.debug('a connection was not ended', { cid, err: error });
    });
  }

  #ownerOf(user: string): string {
    const key = this.#parts.keyOf(user);
    return key?.owner ?? key?.id ?? user;
  }

  #deaf(error: unknown): void {
    this.#parts.logger.warn('the reports of servers about clients cannot be received', { err: error });
  }
}

function readConnection(message: Msg): ServerConnection | undefined {
  const event = Event.safeParse(message.json());
  if (!event.success) return undefined;
  const { server, client } = event.data;
  return { server: server.id, cid: client.id, user: client.user };
}
