import { askToConfirm } from './confirmation.js';

/** The platform refused a request, or the request did not reach it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status; 0 if there was no answer. */
  readonly status: number;
  /** The platform's error code, such as `PERMISSION_DENIED`. */
  readonly code: string;
  /** The body of the answer. */
  readonly body: unknown;

  constructor(message: string, status: number, code: string, body: unknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.body = body;
  }
}

/** One request to the platform. */
export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Sends a request to the platform with the session's cookie. Scripts never have the token. A header shows the platform that
 * the shell sends the request, and not a foreign page. The result contains all pages of a list. If the platform requires a
 * fresh sign-in, it asks the person for one and sends the request again. If a reading request is refused because there were
 * too many, it waits as long as the platform says. Rejects with `ApiError`.
 */
export async function api<T>(path: string, request: ApiRequest = {}): Promise<T> {
  try {
    return await askInTurn<T>(path, request);
  } catch (error) {
    if (!needsFreshSignIn(error) || !(await askToConfirm())) throw error;
    return ask<T>(path, request);
  }
}

/** How often a request is repeated after a refusal for too many requests, and how long it waits at most. */
const TURNS = 4;
const LONGEST_TURN_MS = 5_000;

async function askInTurn<T>(path: string, request: ApiRequest): Promise<T> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await ask<T>(path, request);
    } catch (error) {
      const wait = turnOf(error);
      const isReading = (request.method ?? 'GET') === 'GET';
      if (!isReading || wait === undefined || turn === TURNS || request.signal?.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** How many milliseconds the platform asks to wait; `undefined` for other errors, and for long waits. */
function turnOf(error: unknown): number | undefined {
  if (!(error instanceof ApiError) || error.status !== 429) return undefined;
  const { details } = error.body as { readonly details?: { readonly retryAfterMs?: unknown } };
  const wait = Number(details?.retryAfterMs ?? 1_000);
  return wait <= LONGEST_TURN_MS ? wait : undefined;
}

async function ask<T>(path: string, request: ApiRequest): Promise<T> {
  const { method = 'GET', body, signal, headers } = request;
  const response = await send(path, {
    method,
    headers: { 'x-symphony': '1', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  });
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const answer: unknown = isJson ? await response.json() : await response.text();
  if (response.ok) return (Array.isArray(answer) ? await withNextPages(answer, response, request) : answer) as T;
  const { error, code } = errorOf(answer);
  throw new ApiError(error ?? `The platform answered ${response.status}.`, response.status, code ?? '', answer);
}

const NEXT_PAGE = /<([^>]+)>; rel="next"/;

/** Reads all pages of a long list. */
async function withNextPages(page: readonly unknown[], { headers }: Response, request: ApiRequest): Promise<unknown[]> {
  const next = NEXT_PAGE.exec(headers.get('link') ?? '')?.[1];
  return next === undefined ? [...page] : [...page, ...(await api<unknown[]>(next, request))];
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError('The platform cannot be reached. Check your connection.', 0, 'UNREACHABLE', undefined);
  }
}

function errorOf(answer: unknown): { readonly error?: string; readonly code?: string } {
  if (typeof answer !== 'object' || answer === null) return {};
  const { error, code } = answer as { readonly error?: unknown; readonly code?: unknown };
  return { ...(typeof error === 'string' ? { error } : {}), ...(typeof code === 'string' ? { code } : {}) };
}

/** Whether an error requires that the person signs in again to confirm who they are. */
export const needsFreshSignIn = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'SIGN_IN_AGAIN';

/** Whether an error means that nobody is signed in any more. */
export const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;
