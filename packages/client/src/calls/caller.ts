import { setImmediate } from 'node:timers/promises';
import { type MsgHdrs, headers as natsHeaders, type NatsConnection } from '@nats-io/nats-core';
import {
  CALL_TIMEOUT_MS,
  headers as names,
  InvalidConfigurationError,
  type PermissionError,
  SymphonyError,
  TimeoutError,
  toError,
} from '@symphony-ts/contract';
import { callFailure, type FailedCall } from './call-failure.js';
import { type CallOptions, type CallScope, mergeHeaders, type ResolvedCall, resolveCall } from './call-options.js';
import { encodePayload } from './payload.js';
import { permissionWatch } from './permission-watch.js';
import { type Reply, readReply } from './reply.js';

export interface PublishOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Waits until the server has taken the message, and rejects with PermissionError where it refused it. Default false:
   * a refusal is only logged. Either way nothing says that anybody received it.
   */
  readonly isConfirmed?: boolean;
}

/** Sends requests and events on one connection. */
export interface Caller {
  /**
   * Sends `payload` (bytes and text as they are, anything else as JSON) and waits for one answer.
   *
   * @throws NoRespondersError where nobody listens (a 2.9 server only times out behind an account's import);
   *   TimeoutError; PermissionError; RemoteError for an error reply; `PAYLOAD_TOO_LARGE`; `ABORTED`;
   *   `CONNECTION_CLOSED`; InvalidConfigurationError for a `timeoutMs` of 0
   */
  request(subject: string, payload?: unknown, options?: CallOptions): Promise<Reply>;
  /**
   * Sends `payload` to whoever listens.
   *
   * @throws `PAYLOAD_TOO_LARGE`, `CONNECTION_CLOSED`; when confirmed PermissionError, and ConnectionError where the
   *   connection was lost before the server had taken it
   */
  publish(subject: string, payload?: unknown, options?: PublishOptions): Promise<void>;
  /** The same caller for calls made on behalf of another one: see `CallScope`. */
  within(scope: CallScope): Caller;
}

export interface CallerOptions {
  /** For calls that name no time; default 5 000. */
  readonly defaultTimeoutMs?: number;
  /** Milliseconds since 1970; default `Date.now`. */
  readonly clock?: () => number;
  /** Headers of whatever is sent outside a scope with headers of its own, asked for each message. */
  readonly headers?: () => Readonly<Record<string, string>> | undefined;
}

/** Makes a caller. It holds nothing of its own: it ends with the connection. */
export function createCaller(nc: NatsConnection, options: CallerOptions = {}): Caller {
  return new ConnectionCaller(nc, options, {});
}

class ConnectionCaller implements Caller {
  readonly #nc: NatsConnection;
  readonly #options: CallerOptions;
  readonly #scope: CallScope;

  constructor(nc: NatsConnection, options: CallerOptions, scope: CallScope) {
    this.#nc = nc;
    this.#options = options;
    this.#scope = scope;
  }

  async request(subject: string, payload?: unknown, options: CallOptions = {}): Promise<Reply> {
    const { clock = Date.now, defaultTimeoutMs = CALL_TIMEOUT_MS } = this.#options;
    const call = resolveCall(options, this.#inherited(), defaultTimeoutMs, clock());
    const gone = call.signals.find(({ aborted }) => aborted);
    if (gone) throw abortion(subject, gone);
    // A deadline that has passed: whoever waits for this has given up already.
    if (call.timeoutMs < 1) throw new TimeoutError({ subject, timeoutMs: 0 });
    const data = this.#encode(payload);
    const message = await this.#send(subject, data, call);
    return readReply(message, subject);
  }

  async publish(subject: string, payload?: unknown, options: PublishOptions = {}): Promise<void> {
    const headers = encodeHeaders(mergeHeaders(this.#inherited().headers, options.headers));
    const data = this.#encode(payload);
    const send = (): void => this.#nc.publish(subject, data, headers ? { headers } : {});
    try {
      if (options.isConfirmed) await this.#confirm(subject, send);
      else send();
    } catch (error) {
      throw callFailure(error, this.#failed(subject, data));
    }
  }

  within(scope: CallScope): Caller {
    return new ConnectionCaller(this.#nc, this.#options, scope);
  }

  #inherited(): CallScope {
    const headers = this.#scope.headers ?? this.#options.headers?.();
    return headers ? { ...this.#scope, headers } : this.#scope;
  }

  #encode(payload: unknown): Uint8Array {
    const data = encodePayload(payload);
    const maxBytes = this.#nc.info?.max_payload;
    if (maxBytes === undefined || data.length <= maxBytes) return data;
    throw new SymphonyError('PAYLOAD_TOO_LARGE', { bytes: data.length, maxBytes });
  }

  #failed(subject: string, data: Uint8Array): FailedCall {
    return { subject, timeoutMs: 0, bytes: data.length, maxBytes: this.#nc.info?.max_payload ?? 0 };
  }

  async #send(subject: string, data: Uint8Array, { timeoutMs, signals, headers }: ResolvedCall) {
    const sent = encodeHeaders({ ...headers, [names.timeout]: String(Math.ceil(timeoutMs)) });
    const answer = this.#nc
      .request(subject, data, { timeout: timeoutMs, ...(sent ? { headers: sent } : {}) })
      .catch((error: unknown) => Promise.reject(callFailure(error, { ...this.#failed(subject, data), timeoutMs })));
    return signals.length > 0 ? orAborted(answer, subject, signals) : answer;
  }

  /** The server answers a refused publish before it answers the flush behind it. */
  async #confirm(subject: string, send: () => void): Promise<void> {
    let refusal: PermissionError | undefined;
    const stop = permissionWatch(this.#nc).listen((error) => {
      if (error.params.operation === 'publish' && error.params.subject === subject) refusal ??= error;
    });
    try {
      send();
      await this.#nc.flush();
      await setImmediate(); // the refusal travels through a queue of the client's own
    } finally {
      stop();
    }
    if (refusal) throw refusal;
  }
}

const abortion = (subject: string, { reason }: AbortSignal): SymphonyError =>
  new SymphonyError('ABORTED', { what: `the request to ${subject}` }, { cause: reason });

function orAborted<T>(answer: Promise<T>, subject: string, signals: readonly AbortSignal[]): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stops = signals.map((signal) => {
      const abort = (): void => reject(abortion(subject, signal));
      signal.addEventListener('abort', abort, { once: true });
      return () => signal.removeEventListener('abort', abort);
    });
    answer.then(resolve, reject).finally(() => stops.forEach((stop) => stop()));
  });
}

function encodeHeaders(given: Readonly<Record<string, string>>): MsgHdrs | undefined {
  const entries = Object.entries(given);
  if (entries.length === 0) return undefined;
  const encoded = natsHeaders();
  try {
    for (const [name, value] of entries) encoded.set(name, value);
  } catch (cause) {
    throw new InvalidConfigurationError({ setting: 'headers', reason: toError(cause).message }, { cause });
  }
  return encoded;
}
