import { setImmediate } from 'node:timers/promises';
import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/nats-core';
import {
  abandonedSubject,
  assertKnownOptions,
  CALL_TIMEOUT_MS,
  DisconnectedError,
  isSymphonyError,
  headers as names,
  type OptionNames,
  type PermissionError,
  SymphonyError,
  serviceGroup,
  TimeoutError,
} from '@symphony-ts/contract';
import {
  type Ask,
  abortion,
  linkOf,
  publishOn,
  type RequestMultiplexer,
  requestsOf,
} from '@symphony-ts/storage/internal';
import { type CallerProofs, type Proof, proofsOf } from '../callers/caller-proofs.js';
import { newRequestId } from '../callers/request-id.js';
import {
  type CallDefaults,
  type CallOptions,
  type CallScope,
  type InnerScope,
  mergeHeaders,
  type ResolvedCall,
  resolveCall,
} from './call-options.js';
import { type Reply, readCallReply } from './call-reply.js';
import { encodeCallHeaders, encodeHeaders } from './encode-headers.js';
import { encodePayload, type Payload } from './payload.js';

/** Options of one `publish`. */
export interface PublishOptions {
  /** Headers of the message. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * `true`: waits until the server has accepted the message, and rejects with `PERMISSION_DENIED` if the server refuses it.
   * `false`: a refusal is only logged. Neither tells whether a subscriber received the message. Default `false`.
   */
  readonly isConfirmed?: boolean;
  /** Milliseconds to wait for a connection that is down. Default 5,000. */
  readonly timeoutMs?: number;
}

const publishOptionNames = {
  headers: true,
  isConfirmed: true,
  timeoutMs: true,
} as const satisfies OptionNames<PublishOptions>;

/** Sends requests and events on one connection. */
export interface Caller {
  /**
   * Sends `payload` and waits for one answer. Bytes and text are sent unchanged, anything else as JSON.
   *
   * @throws `NO_RESPONDERS` when nothing listens on the subject; on nats-server 2.9, a subject that another account exports
   *   gives `TIMEOUT` instead
   * @throws `TIMEOUT` when no answer arrives in time
   * @throws `DISCONNECTED` when the connection breaks before the answer (`isSent` is `true`: the request may have been
   *   handled), or does not come back in time (`isSent` is `false`: you can safely repeat the request)
   * @throws `PERMISSION_DENIED` when the key may not publish to the subject
   * @throws `REMOTE_ERROR` when the answer is an error
   * @throws `PAYLOAD_TOO_LARGE` when the request exceeds the limit of the server
   * @throws `ABORTED` when the signal aborts
   * @throws `CONNECTION_CLOSED` when the connection is closed
   * @throws `INVALID_CONFIGURATION` when an option does not exist, or `timeoutMs` is not above 0 and finite
   */
  request(subject: string, payload?: unknown, options?: CallOptions): Promise<Reply>;
  /**
   * Sends `payload` to all subscribers. While the connection is down, the message waits, and is sent when the connection is back.
   *
   * @throws `DISCONNECTED` when the message is not sent within `timeoutMs`; with `isConfirmed` also when the connection breaks
   *   before the server has accepted the message (`isSent` is `true`)
   * @throws `PERMISSION_DENIED` when `isConfirmed` is set and the server refuses the message
   * @throws `PAYLOAD_TOO_LARGE` when the message exceeds the limit of the server
   * @throws `CONNECTION_CLOSED` when the connection is closed
   * @throws `INVALID_CONFIGURATION` when an option does not exist
   */
  publish(subject: string, payload?: unknown, options?: PublishOptions): Promise<void>;
  /** Returns a caller for calls on behalf of a request. See `CallScope`. */
  within(scope: CallScope): Caller;
}

/** Options of `createCaller`. Each applies to all calls of that caller. */
export interface CallerOptions {
  /** Milliseconds for calls without a `timeoutMs`. Default 5,000. */
  readonly defaultTimeoutMs?: number;
  /** Returns the time in milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
  /** Called for each message. Returns its headers, unless the scope of the message has headers of its own. */
  readonly headers?: () => Readonly<Record<string, string>> | undefined;
}

const callerOptionNames = {
  defaultTimeoutMs: true,
  clock: true,
  headers: true,
} as const satisfies OptionNames<CallerOptions>;

/**
 * Creates a caller on a connection. You need not close it: it ends with the connection.
 *
 * @throws `INVALID_CONFIGURATION` when an option does not exist
 */
export function createCaller(nc: NatsConnection, options: CallerOptions = {}): Caller {
  assertKnownOptions('createCaller', options, callerOptionNames);
  const { clock = Date.now, defaultTimeoutMs = CALL_TIMEOUT_MS, headers } = options;
  const shared = { nc, headers, requests: requestsOf(nc), proofs: proofsOf(nc), defaults: { clock, defaultTimeoutMs } };
  return new ConnectionCaller(shared, {});
}

/**
 * The state shared by a caller and the callers derived from it. A caller is made for each request whose handler makes a call.
 */
interface Shared {
  readonly headers: CallerOptions['headers'];
  readonly nc: NatsConnection;
  readonly requests: RequestMultiplexer;
  readonly proofs: CallerProofs | undefined;
  readonly defaults: CallDefaults;
}

class ConnectionCaller implements Caller {
  readonly #nc: NatsConnection;
  readonly #shared: Shared;
  readonly #scope: InnerScope;

  constructor(shared: Shared, scope: InnerScope) {
    this.#nc = shared.nc;
    this.#shared = shared;
    this.#scope = scope;
  }

  request(subject: string, payload?: unknown, options: CallOptions = NO_OPTIONS): Promise<Reply> {
    try {
      const { requests, proofs, defaults } = this.#shared;
      const call = resolveCall(options, this.#inherited(), defaults);
      const gone = call.cancellations?.find(({ isCancelled }) => isCancelled);
      if (gone) throw abortion(subject, gone.reason);
      // The deadline has passed, so the caller of this request has given up already.
      if (call.timeoutMs < 1) throw new TimeoutError({ subject, timeoutMs: 0 });
      const proof = proofs?.proofFor(subject);
      return requests.request(new Call({ nc: this.#nc, subject, payload: this.#encode(payload), call, proof }));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async publish(subject: string, payload?: unknown, options: PublishOptions = {}): Promise<void> {
    assertKnownOptions('publish', options, publishOptionNames);
    const { data, contentType } = this.#encode(payload);
    const headers = encodeHeaders(withType(contentType, mergeHeaders(this.#inherited().headers, options.headers)));
    const send = (): Promise<void> => publishOn(this.#nc, { subject, data, headers, timeoutMs: options.timeoutMs });
    return options.isConfirmed ? this.#confirm(subject, send) : send();
  }

  within(scope: CallScope): Caller {
    return new ConnectionCaller(this.#shared, scope);
  }

  #inherited(): InnerScope {
    if (this.#scope.headers || !this.#shared.headers) return this.#scope;
    const headers = this.#shared.headers();
    return headers ? { ...this.#scope, headers } : this.#scope;
  }

  #encode(value: unknown): Payload {
    const payload = encodePayload(value);
    const bytes = payload.data.length;
    const maxBytes = this.#nc.info?.max_payload;
    if (maxBytes === undefined || bytes <= maxBytes) return payload;
    throw new SymphonyError('PAYLOAD_TOO_LARGE', { bytes, maxBytes });
  }

  /** The server answers a refused publish before it answers the following flush. */
  async #confirm(subject: string, send: () => Promise<void>): Promise<void> {
    let refusal: PermissionError | undefined;
    const stop = linkOf(this.#nc).listen({
      onRefused: (error) => {
        if (error.params.operation === 'publish' && error.params.subject === subject) refusal ??= error;
      },
    });
    try {
      await send();
      await this.#nc.flush().catch((error: unknown) => {
        if (this.#nc.isClosed()) throw new SymphonyError('CONNECTION_CLOSED', { what: subject }, { cause: error });
        throw new DisconnectedError({ what: subject, isSent: true }, { cause: error });
      });
      await setImmediate(); // the refusal passes through a queue of the client
    } finally {
      stop();
    }
    if (refusal) throw refusal;
  }
}

const NO_OPTIONS: CallOptions = {};

const EXTENSIONS = serviceGroup('');
const isExtensions = (subject: string): boolean => subject.startsWith(EXTENSIONS);

/** The extension of a subject below `cirata.extensions`. */
const prefixOf = (subject: string): string => subject.split('.', 3)[2] ?? '';

type Headers = Readonly<Record<string, string>>;

/** Keeps a content type that the caller sets. */
function withType<H extends Headers | undefined>(contentType: string | undefined, headers: H): H | Headers {
  return contentType === undefined ? headers : { [names.contentType]: contentType, ...headers };
}

interface CallParts {
  readonly nc: NatsConnection;
  readonly subject: string;
  readonly payload: Payload;
  readonly call: ResolvedCall;
  readonly proof: Proof | undefined;
}

/** One request with all options resolved. */
class Call implements Ask<Reply> {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly timeoutMs: number;
  readonly waitsForResponders = true;
  readonly cancellations: ResolvedCall['cancellations'];
  readonly #nc: NatsConnection;
  readonly #headers: ResolvedCall['headers'];
  readonly #proof: Proof | undefined;
  /** Set for a call to an extension that can be cancelled. */
  #requestId: string | undefined;

  constructor({ nc, subject, payload: { data, contentType }, call, proof }: CallParts) {
    const { timeoutMs, cancellations, headers } = call;
    this.#nc = nc;
    this.#proof = proof;
    this.subject = subject;
    this.data = data;
    this.timeoutMs = timeoutMs;
    this.cancellations = cancellations;
    this.#headers = withType(contentType, headers);
  }

  headers(leftMs: number): MsgHdrs {
    if (this.cancellations && isExtensions(this.subject)) this.#requestId ??= newRequestId();
    return encodeCallHeaders(this.#headers, { leftMs, proof: this.#proof, requestId: this.#requestId });
  }

  /** Informs all instances of the extension, because only the one with the request knows its id. */
  abandoned(): void {
    if (this.#requestId === undefined) return;
    try {
      this.#nc.publish(abandonedSubject(prefixOf(this.subject)), this.#requestId);
    } catch {
      // The connection is closed, so the extension works until the deadline.
    }
  }

  read(reply: Msg, deadline: number): Reply {
    try {
      return readCallReply(reply, this.subject);
    } catch (error) {
      // The handler also gives up at the caller's deadline, and its error may arrive before the caller has looked at its clock.
      const hasGivenUp = isSymphonyError(error, 'REMOTE_ERROR') && error.params.status === 504;
      if (!hasGivenUp || performance.now() < deadline) throw error;
      throw new TimeoutError({ subject: this.subject, timeoutMs: this.timeoutMs }, { cause: error });
    }
  }
}
