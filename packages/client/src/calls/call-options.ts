import {
  assertKnownOptions,
  InvalidConfigurationError,
  headers as names,
  type OptionNames,
} from '@symphony-ts/contract';
import { Cancellation } from '@symphony-ts/storage/internal';

/** Options of one call. */
export interface CallOptions {
  /** Milliseconds to wait for the answer. Must be above 0 and finite, because every call must end. Default 5,000. */
  readonly timeoutMs?: number;
  /**
   * Ends the call: it rejects with `ABORTED`. The extension learns of it, and the `request.signal` of its handler aborts. The
   * work that the handler has done by then is not undone.
   */
  readonly signal?: AbortSignal;
  /** Headers of the request, such as `traceparent` and `tracestate`. */
  readonly headers?: Readonly<Record<string, string>>;
}

export const callOptionNames = {
  timeoutMs: true,
  signal: true,
  headers: true,
} as const satisfies OptionNames<CallOptions>;

/**
 * Deadline, signal and headers of a request. Calls on behalf of the request inherit them.
 */
export interface CallScope {
  /** Time at which each call ends. It can shorten the `timeoutMs` of a call, but not extend it. */
  readonly deadline?: Date;
  /** Ends every call in this scope: a call in progress rejects with `ABORTED`. */
  readonly signal?: AbortSignal;
  /** Headers that each call sends. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A scope of this package. It can be cancelled without an `AbortSignal`, which costs more than most calls. */
export interface InnerScope extends CallScope {
  readonly cancellation?: Cancellation;
  /** Used instead of `deadline`: a time on the clock of `performance.now`, which nobody sets. */
  readonly endsAt?: number;
}

export interface ResolvedCall {
  readonly timeoutMs: number;
  /** Each of them can cancel the call. */
  readonly cancellations: readonly Cancellation[] | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/** The options of calls that do not set their own. */
export interface CallDefaults {
  readonly defaultTimeoutMs: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/**
 * Checks the options of one call, and adds the defaults. A deadline that has passed gives a `timeoutMs` of 0; the caller then
 * sends nothing.
 *
 * @throws `INVALID_CONFIGURATION` when an option does not exist, or the time never ends
 */
export function resolveCall(
  options: CallOptions,
  scope: InnerScope,
  { defaultTimeoutMs, clock }: CallDefaults,
): ResolvedCall {
  assertKnownOptions('options of a call', options, callOptionNames);
  const { timeoutMs = defaultTimeoutMs, signal, headers } = options;
  assertTimeout(timeoutMs);
  return {
    timeoutMs: Math.min(timeoutMs, leftMs(scope, clock)),
    cancellations: listCancellations(signal, scope),
    headers: headers && scope.headers ? mergeHeaders(scope.headers, headers) : (headers ?? scope.headers),
  };
}

function leftMs({ deadline, endsAt }: InnerScope, clock: () => number): number {
  if (endsAt !== undefined) return Math.max(0, endsAt - performance.now());
  return deadline ? Math.max(0, deadline.getTime() - clock()) : Number.POSITIVE_INFINITY;
}

function listCancellations(own: AbortSignal | undefined, scope: InnerScope): readonly Cancellation[] | undefined {
  if (!own && !scope.signal && !scope.cancellation) return undefined;
  return [own && Cancellation.of(own), scope.signal && Cancellation.of(scope.signal), scope.cancellation].filter(
    (signal) => signal !== undefined,
  );
}

/**
 * Checks a time.
 *
 * @throws `INVALID_CONFIGURATION` when it is not positive, or infinite
 */
export function assertTimeout(timeoutMs: number): void {
  if (timeoutMs > 0 && Number.isFinite(timeoutMs)) return;
  throw new InvalidConfigurationError({ setting: 'timeoutMs', reason: `must be above 0 and finite, not ${timeoutMs}` });
}

type Headers = Readonly<Record<string, string>>;

/** A call's own headers take precedence over inherited ones. If it has a trace of its own, it does not inherit `tracestate`. */
export function mergeHeaders(inherited: Headers = {}, own: Headers = {}): Headers {
  if (own[names.traceparent] === undefined) return { ...inherited, ...own };
  const { [names.tracestate]: _state, ...rest } = inherited;
  return { ...rest, ...own };
}
