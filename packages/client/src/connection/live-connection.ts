import type { NatsConnection, Status } from '@nats-io/nats-core';
import { isAbandonment, type Logger, PAUSE_BROADCAST, withoutUndefined } from '@symphony-ts/contract';
import { type ReconnectDelay, readPermissionViolation, replaceBehind } from '@symphony-ts/storage/internal';
import type { CredentialKeeper } from '../exchange/credential-keeper.js';
import type { Credentials } from '../exchange/credentials.js';
import { isAuthFailure } from '../nats/nats-failure.js';
import type { ConnectionEvent, ConnectionListener } from './event-channel.js';
import { EventChannel } from './event-channel.js';
import type { ConnectionIdentity, SymphonyConnection } from './symphony-connection.js';

export interface LiveConnectionParts {
  readonly nc: NatsConnection;
  readonly identity: ConnectionIdentity;
  readonly mode: SymphonyConnection['mode'];
  readonly servers: readonly string[];
  readonly delay: ReconnectDelay;
  readonly logger: Logger;
  /** Called once when the connection is closed, for any reason. */
  readonly release: () => Promise<void>;
  /** Opens another connection with the same rights. It receives and sends while the socket of this one is replaced. */
  readonly openStandIn: () => Promise<NatsConnection>;
}

const DRAIN_TIMEOUT_MS = 5_000;

/** Keeps a connection alive: it follows the client's status and requests new credentials when needed. */
export class LiveConnection implements SymphonyConnection {
  readonly nc: NatsConnection;
  readonly mode: SymphonyConnection['mode'];
  readonly servers: readonly string[];
  readonly #parts: LiveConnectionParts;
  readonly #events: EventChannel;
  #closed: Promise<Error | undefined> | undefined;
  #identity: ConnectionIdentity;
  #keeper: CredentialKeeper | undefined;
  #isConnected = true;
  #isEnding = false;
  #isReplacing = false;
  #failure: Error | undefined;

  private constructor(parts: LiveConnectionParts) {
    this.#parts = parts;
    this.nc = parts.nc;
    this.mode = parts.mode;
    this.servers = parts.servers;
    this.#identity = parts.identity;
    this.#events = new EventChannel(parts.logger);
  }

  /** Follows an open connection until it is closed. */
  static follow(parts: LiveConnectionParts): LiveConnection {
    const live = new LiveConnection(parts);
    void live.#follow();
    void live.closed();
    return live;
  }

  get identity(): ConnectionIdentity {
    return this.#identity;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** Hands the connection to a keeper, which is stopped with it. */
  keepWith(keeper: CredentialKeeper): void {
    this.#keeper = keeper;
  }

  /** Uses new credentials. If they were renewed ahead of time, the connection chooses the moment. */
  renewed(credentials: Credentials, isPlanned: boolean): void {
    this.#identity = { ...this.#identity, name: credentials.name, capabilities: credentials.capabilities };
    this.#parts.delay.reset();
    this.#events.emit({ kind: 'credentials-renewed', expiresAt: credentials.expiresAt });
    if (isPlanned) void this.#replaceSocket({ isBound: true });
  }

  /** Closes permanently because of `error`. `closed()` then resolves to it. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#parts.logger.error('the connection is closed for good', { err: error });
    void this.close();
  }

  onStatus(listener: ConnectionListener): () => void {
    return this.#events.listen(listener);
  }

  status(): AsyncIterable<ConnectionEvent> {
    return this.#events.iterate();
  }

  closed(): Promise<Error | undefined> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async drain(timeoutMs = DRAIN_TIMEOUT_MS): Promise<void> {
    if (this.#isEnding || !this.#isConnected || this.nc.isClosed()) return this.close();
    this.#isEnding = true;
    const timer = setTimeout(() => void this.nc.close(), timeoutMs);
    try {
      await this.nc.drain();
    } catch (error) {
      this.#parts.logger.warn('the connection was not drained', { err: error });
      await this.nc.close();
    } finally {
      clearTimeout(timer);
    }
    await this.closed();
  }

  async close(): Promise<void> {
    this.#isEnding = true;
    await this.nc.close();
    await this.closed();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.drain();
  }

  async #follow(): Promise<void> {
    for await (const status of this.nc.status()) this.#note(status);
  }

  #note(status: Status): void {
    const { logger, delay } = this.#parts;
    switch (status.type) {
      case 'disconnect':
        this.#isConnected = false;
        this.#events.emit({ kind: 'disconnected', server: status.server });
        if (this.#isEnding) return;
        if (this.#isReplacing) return logger.info('the connection is being replaced', { server: status.server });
        logger.warn('disconnected from NATS', { server: status.server });
        if (this.#keeper?.isAging) this.#keeper.renew();
        return;
      case 'reconnect':
        this.#isConnected = true;
        delay.reset();
        logger.info('reconnected to NATS', { server: status.server });
        return this.#events.emit({ kind: 'reconnected', server: status.server });
      case 'error':
        return this.#noteError(status.error);
      case 'slowConsumer':
        return logger.warn('a subscription is falling behind', {
          subject: status.sub.getSubject(),
          pending: status.pending,
        });
      case 'ldm':
        logger.info('the server is going into lame duck mode', { server: status.server });
        void this.#replaceSocket({ isBound: false });
        return;
      case 'update':
      case 'ping':
      case 'reconnecting':
      case 'staleConnection':
      case 'forceReconnect':
      case 'close':
        return;
    }
  }

  #noteError(error: Error): void {
    const violation = readPermissionViolation(error);
    if (violation) {
      // A platform that does not know these subjects refuses them. Then a handler works until its deadline, and a call may lose its
      // answer when the platform replaces an account.
      const { subject } = violation.params;
      if (isAbandonment(subject) || subject === PAUSE_BROADCAST) return this.#parts.logger.debug(violation.message);
      this.#parts.logger.warn(violation.message);
      return this.#events.emit({ kind: 'permission-denied', error: violation });
    }
    this.#parts.logger.warn('the NATS server reports an error', { err: error });
    if (isAuthFailure(error)) this.#keeper?.renew();
  }

  /**
   * When its JWT ends or the server stops, the server cuts a connection with all messages on their way. So we replace the
   * socket first: a second connection makes the same subscriptions before the first socket is closed. If there can be no second
   * connection, a socket that `isBound` to end is replaced anyway.
   */
  async #replaceSocket({ isBound }: { readonly isBound: boolean }): Promise<void> {
    if (this.#isReplacing || this.#isEnding || !this.#isConnected) return;
    this.#isReplacing = true;
    let mustGo = isBound;
    try {
      const standIn = await this.#parts.openStandIn();
      mustGo = true; // from here on the old socket may have stopped listening
      await replaceBehind(this.nc, standIn);
    } catch (error) {
      this.#parts.logger.debug('no second connection could cover this one', { err: error });
      if (mustGo && !this.#isEnding && this.#isConnected) await this.nc.reconnect();
    } finally {
      this.#isReplacing = false;
    }
  }

  async #end(): Promise<Error | undefined> {
    const reason = (await this.nc.closed()) ?? undefined;
    this.#isConnected = false;
    this.#isEnding = true;
    this.#keeper?.stop();
    await this.#parts.release().catch((error: unknown) => {
      this.#parts.logger.warn('the connection was closed, but a resource of it was not released', { err: error });
    });
    const error = this.#failure ?? reason;
    this.#events.emit({ kind: 'closed', ...withoutUndefined({ error }) });
    return error;
  }
}
