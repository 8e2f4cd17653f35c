import {
  AuthenticationError,
  ConnectionError,
  ErrorReply,
  httpPaths,
  type Logger,
  SymphonyError,
  withoutUndefined,
} from '@symphony-ts/contract';
import { pause } from '../timing/pause.js';
import { backoffMs } from '../timing/retry.js';
import { type Credentials, parseCredentials } from './credentials.js';
import { fetchPlatform, type PlatformAnswer } from './fetch-platform.js';
import type { Variables } from './proxy.js';
import { tokenRefusal } from './token-refusal.js';

export interface ExchangeOptions {
  readonly token: string;
  /** Origin of the platform's HTTPS leg. */
  readonly baseUrl: string;
  /** How long one attempt may take; default 10 000. */
  readonly timeoutMs?: number;
  /** Number of attempts if a platform answers 429 or 5xx. Default 4. */
  readonly attempts?: number;
  readonly signal?: AbortSignal;
  /** The variables that may name a proxy. Default `process.env`. */
  readonly env?: Variables;
  readonly logger: Logger;
}

const ATTEMPTS = 4;
const BACKOFF = { baseMs: 250, maxMs: 5_000 };
/** The longest wait that a platform may request. */
const LONGEST_RETRY_AFTER_MS = 10_000;

/**
 * Exchanges a token for NATS credentials over HTTPS. An overloaded or failing platform (429, 5xx) is asked again, with
 * growing pauses.
 *
 * @throws `AUTHENTICATION_FAILED` when the token is refused (401, 403); `CONNECTION_FAILED` when the platform cannot be
 *   reached or goes on failing; `INVALID_REPLY` when something else answers there; `ABORTED` by `signal`.
 */
export async function exchangeToken(options: ExchangeOptions): Promise<Credentials> {
  const attempts = options.attempts ?? ATTEMPTS;
  for (let attempt = 0; ; attempt += 1) {
    const response = await send(options);
    if (!isTemporary(response.status)) return read(response, options.baseUrl);
    const reason = describe(response);
    if (attempt + 1 >= attempts) throw new ConnectionError({ address: options.baseUrl, reason });
    const waitMs = retryAfterMs(response) ?? backoffMs(attempt, BACKOFF);
    options.logger.warn('the platform cannot exchange the token just now; asking again', { reason, waitMs });
    await pause(waitMs, options.signal).catch((error: unknown) => {
      throw new SymphonyError('ABORTED', { what: 'the token exchange' }, { cause: error });
    });
  }
}

const isTemporary = (status: number): boolean => status === 429 || status >= 500;

/** A response with its whole body, which was read within the same time limit. */
interface Answer {
  readonly status: number;
  readonly headers: PlatformAnswer['headers'];
  readonly body: unknown;
}

async function send(options: ExchangeOptions): Promise<Answer> {
  const { token, baseUrl, timeoutMs, signal, env = process.env } = options;
  const request = {
    baseUrl,
    path: httpPaths.exchange,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    signal,
    ...withoutUndefined({ timeoutMs }),
  };
  try {
    const { status, headers, text } = await fetchPlatform(request, env);
    return { status, headers, body: parseJson(text) };
  } catch (error) {
    throw signal?.aborted ? new SymphonyError('ABORTED', { what: 'the token exchange' }, { cause: error }) : error;
  }
}

function read(response: Answer, address: string): Credentials {
  const { status } = response;
  if (status === 401 || status === 403) {
    throw new AuthenticationError({ address, reason: tokenRefusal(describe(response)) });
  }
  if (status >= 300 && status < 400) {
    const reason = `it redirects to ${response.headers.get('location') ?? 'elsewhere'}; name that address directly`;
    throw new ConnectionError({ address, reason });
  }
  if (status !== 200) {
    const reason = `${describe(response)}; is it a Symphony platform?`;
    throw new SymphonyError('INVALID_REPLY', { subject: `${address}${httpPaths.exchange}`, reason });
  }
  return parseCredentials(response.body, `${address}${httpPaths.exchange}`);
}

/** The status, and the platform's explanation if there is one. */
function describe({ status, body }: Answer): string {
  const reply = ErrorReply.safeParse(body);
  return reply.success ? `${reply.data.error} (HTTP ${status})` : `HTTP ${status}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema that reads it next reports what is missing
  }
}

function retryAfterMs(response: Answer): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return seconds > 0 ? Math.min(seconds * 1_000, LONGEST_RETRY_AFTER_MS) : undefined;
}
