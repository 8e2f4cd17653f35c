import { headers as names, InvalidConfigurationError } from '@symphony-ts/contract';

/** How one call is made. */
export interface CallOptions {
  /** Milliseconds to wait for the answer; default 5 000. 0 and less are refused: every call ends. */
  readonly timeoutMs?: number;
  /** Gives up waiting; the call may still be carried out. */
  readonly signal?: AbortSignal;
  /** Sent along. `traceparent` and `tracestate` belong here. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What a call made on behalf of another one inherits: its end, its cancellation, its trace. `deadline` caps the time
 * of each call, however long its own `timeoutMs`.
 */
export interface CallScope {
  readonly deadline?: Date;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ResolvedCall {
  readonly timeoutMs: number;
  /** Any of them gives up the call. */
  readonly signals: readonly AbortSignal[];
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Completes and checks the options of one call. A deadline that has passed gives a `timeoutMs` of 0; the caller then
 * sends nothing. Throws `InvalidConfigurationError` for a time that never ends.
 */
export function resolveCall(
  options: CallOptions,
  scope: CallScope,
  defaultTimeoutMs: number,
  now: number,
): ResolvedCall {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  assertTimeout(timeoutMs);
  const leftMs = scope.deadline ? Math.max(0, scope.deadline.getTime() - now) : Number.POSITIVE_INFINITY;
  return {
    timeoutMs: Math.min(timeoutMs, leftMs),
    // Not joined into one: Node 20 keeps what `AbortSignal.any` makes for as long as its longest-lived source.
    signals: [options.signal, scope.signal].filter((signal) => signal !== undefined),
    headers: mergeHeaders(scope.headers, options.headers),
  };
}

/** Throws `InvalidConfigurationError` for a time that never begins or never ends. */
export function assertTimeout(timeoutMs: number): void {
  if (timeoutMs > 0 && Number.isFinite(timeoutMs)) return;
  throw new InvalidConfigurationError({ setting: 'timeoutMs', reason: `must be above 0 and finite, not ${timeoutMs}` });
}

type Headers = Readonly<Record<string, string>>;

/** Own headers over inherited ones. A trace of its own does not take over the state of the inherited one. */
export function mergeHeaders(inherited: Headers = {}, own: Headers = {}): Headers {
  if (own[names.traceparent] === undefined) return { ...inherited, ...own };
  const { [names.tracestate]: _state, ...rest } = inherited;
  return { ...rest, ...own };
}
